package org.albatross.bhyve.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.albatross.api.Hypervisor.Run;
import org.albatross.model.Arguments;
import org.albatross.model.BlockDevice;
import org.albatross.model.CpuId;
import org.albatross.model.FailBehaviour;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.Text;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BhyveHypervisorTest {
    private static final Name NAME = Name.parse("vms:web");
    private static final Run RUN = new Run("0123456789abcdef", NAME, 7);
    private static final String MACHINE = "alba.0123456789abcdef.7.vms:web";

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path directory;

    @BeforeEach
    void makeTheMachine() throws IOException {
        Files.createDirectories(directory.resolve("dev/vmm"));
        Files.createDirectories(directory.resolve("dev/zvol/tank"));
        Files.createFile(directory.resolve("dev/zvol/tank/web"));
        program("albatross-bhyve", "");
        for (String name : List.of("timeout", "bhyveload", "grub-bhyve", "bhyve")) {
            program(name, "");
        }
        program("bhyvectl", "rm " + directory.resolve("dev/vmm") + "/\"${2#--vm=}\"");
    }

    private void program(String name, String script) throws IOException {
        Path file = directory.resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private BhyveHypervisor hypervisor() {
        return new BhyveHypervisor(
                directory, List.of(directory), directory.resolve("dev"), new ZvolAccess(Optional.of(NAME.path())), 3);
    }

    private static Arguments arguments(Optional<String> partition, String disk) {
        return new Arguments(
                new FailBehaviour.Quit(),
                Optional.empty(),
                true,
                CpuId.setOf(0),
                new Megabytes(512),
                List.of(BlockDevice.parse("0:" + disk)),
                List.of(),
                Optional.empty(),
                1,
                partition.map(Text::of));
    }

    private static Arguments freeBsd() {
        return arguments(Optional.empty(), "/dev/zvol/tank/web");
    }

    @Test
    void startsTheScriptWithTheLoaderAndWhatItBecomes() throws IOException {
        Path link = Files.createDirectory(directory.resolve("run")).resolve("image");

        assertThat(hypervisor().command(RUN, link, freeBsd(), Map.of()))
                .containsExactly(
                        directory.resolve("albatross-bhyve").toString(),
                        link.toString(),
                        "6",
                        directory.resolve("timeout").toString(),
                        "3s",
                        directory.resolve("bhyveload").toString(),
                        "-m512m",
                        "-d/dev/zvol/tank/web",
                        MACHINE,
                        directory.resolve("bhyve").toString(),
                        "-A",
                        "-H",
                        "-P",
                        "-s0,hostbridge",
                        "-s1,lpc",
                        "-s2,virtio-blk,/dev/zvol/tank/web",
                        "-lcom1,stdio",
                        "-c1",
                        "-m512M",
                        MACHINE);
        assertThat(link.resolveSibling("grub.map")).doesNotExist();
    }

    @Test
    void writesForGrubWhichDiskIsItsFirst() throws IOException {
        Path link = Files.createDirectory(directory.resolve("run")).resolve("image");

        assertThat(hypervisor().command(RUN, link, arguments(Optional.of("gpt2"), "/dev/zvol/tank/web"), Map.of()))
                .contains(directory.resolve("grub-bhyve").toString(), "-m" + link.resolveSibling("grub.map"));
        assertThat(link.resolveSibling("grub.map")).hasContent("(hd0) /dev/zvol/tank/web\n");
    }

    @Test
    void saysWhatIsMissing() throws IOException {
        assertThat(hypervisor().refusal(NAME, freeBsd())).isEmpty();
        assertThat(hypervisor().refusal(NAME, arguments(Optional.empty(), "/dev/zvol/tank/other")))
                .contains("the disk /dev/zvol/tank/other does not exist");

        Files.delete(directory.resolve("grub-bhyve"));
        assertThat(hypervisor().refusal(NAME, freeBsd())).isEmpty();
        assertThat(hypervisor().refusal(NAME, arguments(Optional.of("msdos1"), "/dev/zvol/tank/web")))
                .contains("grub-bhyve is missing (pkg install grub2-bhyve)");
        Files.delete(directory.resolve("bhyvectl"));
        assertThat(hypervisor().refusal(NAME, freeBsd())).contains("bhyvectl is missing");
        Files.delete(directory.resolve("albatross-bhyve"));
        assertThat(hypervisor().refusal(NAME, freeBsd()))
                .contains(directory.resolve("albatross-bhyve") + " is missing, or is not executable");
    }

    @Test
    void hasRoomForTheNameInThatOfTheMachine() {
        Name longest = Name.parse("vms:" + "a".repeat(63) + ":" + "b".repeat(63) + ":" + "c".repeat(56));
        Name longer = Name.parse("vms:" + "a".repeat(63) + ":" + "b".repeat(63) + ":" + "c".repeat(57));

        assertThat(longest.toString()).hasSize(188);
        assertThat(MachineName.of(new Run("0123456789abcdef", longest, 999_999_999_999_999_999L)))
                .hasSize(229);
        assertThat(hypervisor().refusal(longer, freeBsd()))
                .contains("its name has 189 bytes, at most 188 are possible with bhyve");
    }

    @Test
    void knowsAProcessOfItsByTitleAndByCommandLine() {
        assertThat(hypervisor().runOf(List.of("bhyve:", MACHINE, "(bhyve)"))).contains(RUN);
        assertThat(hypervisor().runOf(List.of("bhyve: " + MACHINE))).contains(RUN);
        assertThat(hypervisor().runOf(List.of("/usr/sbin/bhyve", "-A", "-H", "-m512M", MACHINE)))
                .contains(RUN);
        assertThat(hypervisor().runOf(List.of("bhyve:", "alba.0123456789abcdef.12.:web", "(bhyve)")))
                .contains(new Run("0123456789abcdef", Name.parse("web"), 12));
        for (List<String> other : List.of(
                List.<String>of(),
                List.of("bhyve:", "alba-4711", "(bhyve)"),
                List.of("bhyve:", "alba.0123456789abcdef.7.a::b", "(bhyve)"),
                List.of("bhyve:", MACHINE, "other"),
                List.of("vi", "bhyve:", MACHINE),
                List.of("timeout", "1s", "bhyveload", "-m512m", MACHINE),
                List.of("bhyvectl", "--destroy", "--vm=" + MACHINE))) {
            assertThat(hypervisor().runOf(other)).as(other.toString()).isEmpty();
        }
    }

    @Test
    void removesTheMachineOfARunAndNoOther() throws IOException {
        Files.createFile(directory.resolve("dev/vmm").resolve(MACHINE));
        Path other = Files.createFile(directory.resolve("dev/vmm/alba.0123456789abcdef.8.vms:web"));

        hypervisor().remove(RUN);
        hypervisor().remove(RUN);

        assertThat(directory.resolve("dev/vmm")).isDirectoryContaining(other::equals);
        assertThat(directory.resolve("dev/vmm").resolve(MACHINE)).doesNotExist();
    }

    @Test
    void saysThatAMachineStays() throws IOException {
        Files.createFile(directory.resolve("dev/vmm").resolve(MACHINE));
        program("bhyvectl", "echo 'VM is busy'; exit 1");

        assertThatIOException()
                .isThrownBy(() -> hypervisor().remove(RUN))
                .withMessage("the virtual machine " + MACHINE + " cannot be removed: " + directory.resolve("bhyvectl")
                        + " ended with exit code 1: VM is busy");
    }
}
