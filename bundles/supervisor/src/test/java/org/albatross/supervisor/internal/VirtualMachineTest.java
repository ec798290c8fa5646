package org.albatross.supervisor.internal;

import static org.albatross.supervisor.internal.TestPlatform.eventually;
import static org.albatross.supervisor.internal.TestPlatform.names;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.albatross.model.Arguments;
import org.albatross.model.Blob;
import org.albatross.model.BlockDevice;
import org.albatross.model.Bytes;
import org.albatross.model.CpuId;
import org.albatross.model.FailBehaviour;
import org.albatross.model.LifecycleCommand;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.NetDevice;
import org.albatross.model.Policy;
import org.albatross.model.PolicyCommand;
import org.albatross.model.Text;
import org.albatross.model.UnikernelCommand.Create;
import org.albatross.model.UnikernelCommand.Destroy;
import org.albatross.model.UnikernelCommand.ForceCreate;
import org.albatross.model.UnikernelCommand.Restart;
import org.albatross.model.UnikernelConfig;
import org.albatross.model.UnikernelStatus;
import org.albatross.model.UnikernelType;
import org.albatross.supervisor.internal.run.Isolation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Virtual machines of bhyve, from their creation to their end: all of it is real but bhyve's programs, and the machine. */
class VirtualMachineTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path directory;

    @SuppressWarnings("NullAway.Init") // set before each test
    private FakeBhyve bhyve;

    @SuppressWarnings("NullAway.Init") // set before each test
    private TestPlatform platform;

    private String instance = "";

    @BeforeEach
    void startPlatform() throws Exception {
        bhyve = new FakeBhyve(Files.createDirectory(directory.resolve("bhyve")));
        bhyve.makeVolume("web");
        startAgain();
        instance = Files.readString(platform.state.resolve("instance")).strip();
    }

    private void startAgain() throws IOException {
        platform = TestPlatform.start(
                directory,
                Isolation.Mode.SHARED,
                bhyve.hypervisor(Name.parse("vms:x").path()));
    }

    @AfterEach
    void stopPlatform() throws Exception {
        platform.destroyAll();
        platform.close();
    }

    private static Arguments arguments(FailBehaviour behaviour, String... disks) {
        return new Arguments(
                behaviour,
                Optional.empty(),
                true,
                CpuId.setOf(0),
                new Megabytes(512),
                java.util.Arrays.stream(disks).map(BlockDevice::parse).toList(),
                List.<NetDevice>of(),
                Optional.empty(),
                2,
                Optional.of(Text.of("msdos1")));
    }

    private static UnikernelConfig machine(Arguments arguments) {
        return new UnikernelConfig(UnikernelType.BHYVE, false, Blob.of(Bytes.of(new byte[0])), arguments);
    }

    private static UnikernelConfig web(FailBehaviour behaviour) {
        return machine(arguments(behaviour, "0:/dev/zvol/tank/web"));
    }

    private String machineOf(String name, int run) {
        return "alba." + instance + "." + run + "." + name;
    }

    private boolean isFinished(String name, String exit) {
        return platform.status(name)
                .filter(status -> status.state().equals(UnikernelStatus.State.FINISHED.text())
                        && status.lastExit().equals(Optional.of(Text.of(exit))))
                .isPresent();
    }

    private void awaitNothing() throws IOException {
        eventually("no machine is left", () -> bhyve.machines().isEmpty());
        eventually("no trace is left", () -> names(platform.run.resolve("unikernels"))
                .isEmpty());
    }

    @Test
    void runsAMachineThatItsLoaderHasMade() throws Exception {
        assertThat(platform.done("vms:web", new Create(web(Configs.QUIT)))).isEqualTo("created unikernel");

        Path run = platform.run.resolve("unikernels/vms:web");
        String machine = machineOf("vms:web", 1);
        assertThat(platform.lines("vms:web", 1)).containsExactly("booted 4");
        assertThat(bhyve.calls())
                .containsExactly(
                        "grub-bhyve -m" + run + "/grub.map -rhd0,msdos1 -M512 " + machine,
                        "(hd0) /dev/zvol/tank/web",
                        "bhyve -A -H -P -s0,hostbridge -s1,lpc -s2,virtio-blk,/dev/zvol/tank/web -lcom1,stdio -c2"
                                + " -m512M " + machine,
                        run + "/console");
        assertThat(bhyve.machines()).containsExactly(machine);
        long pid = platform.pid("vms:web");
        eventually(
                "its process has bhyve's title", () -> Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"))
                        .startsWith("bhyve: " + machine));
        assertThat(platform.info()).singleElement().satisfies(info -> {
            assertThat(info.value().type()).isEqualTo(UnikernelType.BHYVE);
            assertThat(info.value().memory()).isEqualTo(new Megabytes(512));
            assertThat(info.value().digest()).isEqualTo(Text.of(machine).bytes());
        });
    }

    @Test
    void removesTheMachineThatIsDestroyed() throws Exception {
        platform.done("vms:web", new Create(web(Configs.QUIT)));
        platform.lines("vms:web", 1);
        long pid = platform.pid("vms:web");

        assertThat(platform.done("vms:web", new Destroy())).isEqualTo("destroyed unikernel");

        assertThat(TestPlatform.lives(pid)).isFalse();
        awaitNothing();
        assertThat(bhyve.calls()).last().isEqualTo("bhyvectl --destroy --vm=" + machineOf("vms:web", 1));
        eventually("its empty image is gone", () -> names(platform.state.resolve("images"))
                .isEmpty());
    }

    @Test
    void startsAMachineAnewWhoseGuestReboots() throws Exception {
        bhyve.endNextWith(0);
        platform.done("vms:web", new Create(web(Configs.RESTART)));

        eventually("its second machine runs", () -> bhyve.machines().equals(List.of(machineOf("vms:web", 2))));
        assertThat(platform.lines("vms:web", 2)).hasSize(2);
        assertThat(platform.status("vms:web").orElseThrow().restarts()).isEqualTo(1);
    }

    @Test
    void leavesAMachineWhoseGuestPoweredOff() throws Exception {
        bhyve.endNextWith(1);
        platform.done("vms:web", new Create(web(Configs.RESTART)));

        eventually("it is finished", () -> isFinished("vms:web", "exit 1"));
        awaitNothing();
    }

    @Test
    void saysOnItsConsoleWhyNothingWasLoaded() throws Exception {
        bhyve.breakLoaders();
        platform.done("vms:web", new Create(web(Configs.QUIT)));

        eventually("it is finished", () -> isFinished("vms:web", "exit 4"));
        assertThat(platform.lines("vms:web", 2))
                .containsExactly("no kernel", "albatross-bhyve: the operating system was not loaded: exit code 1");
        awaitNothing();
    }

    @Test
    void stopsStartsRestartsAndReplacesIt() throws Exception {
        platform.done("vms:web", new Create(web(Configs.QUIT)));
        awaitMachine(1);
        platform.done("vms:web", new LifecycleCommand.Stop());
        eventually("no machine is left", () -> bhyve.machines().isEmpty());

        platform.done("vms:web", new LifecycleCommand.Start());
        awaitMachine(2);
        platform.done("vms:web", new Restart(Optional.empty()));
        awaitMachine(3);
        bhyve.makeVolume("other");
        platform.done("vms:web", new ForceCreate(machine(arguments(Configs.QUIT, "0:/dev/zvol/tank/other"))));
        awaitMachine(4);
        assertThat(bhyve.calls()).contains("(hd0) /dev/zvol/tank/other");
    }

    /** Waits until the guest of a run has booted, as each one before it had, and looks that no machine but that is there. */
    private void awaitMachine(int run) {
        assertThat(platform.lines("vms:web", run)).hasSize(run);
        assertThat(bhyve.machines()).containsExactly(machineOf("vms:web", run));
    }

    @Test
    void takesOverAMachineByItsRecord() throws Exception {
        platform.done("vms:web", new Create(web(Configs.QUIT)));
        platform.lines("vms:web", 1);
        long pid = platform.pid("vms:web");
        var before = platform.info();
        platform.close();

        startAgain();

        assertThat(platform.info()).isEqualTo(before);
        assertThat(platform.pid("vms:web")).isEqualTo(pid);
        platform.done("vms:web", new Destroy());
        assertThat(TestPlatform.lives(pid)).isFalse();
        awaitNothing();
    }

    @Test
    void removesTheMachineThatEndedMeanwhile() throws Exception {
        platform.done("vms:web", new Create(web(Configs.QUIT)));
        platform.lines("vms:web", 1);
        long pid = platform.pid("vms:web");
        platform.close();
        platform.signal("KILL", pid);
        eventually("it ended", () -> !TestPlatform.lives(pid));
        assertThat(bhyve.machines()).hasSize(1);

        startAgain();

        eventually("it is finished", () -> isFinished("vms:web", "signal 9"));
        awaitNothing();
    }

    @Test
    void findsAMachineWithoutARecordByItsTitle() throws Exception {
        platform.done("vms:web", new Create(web(Configs.QUIT)));
        platform.lines("vms:web", 1);
        long pid = platform.pid("vms:web");
        platform.close();
        Path run = platform.run.resolve("unikernels/vms:web");
        Files.delete(run.resolve("record"));
        Files.delete(run.resolve("process"));

        startAgain();

        // What it was made of is not in its title: so it is replaced.
        eventually("another one runs", () -> bhyve.machines().equals(List.of(machineOf("vms:web", 2))));
        assertThat(TestPlatform.lives(pid)).isFalse();
        assertThat(platform.lines("vms:web", 2)).hasSize(2);
    }

    @Test
    void endsAMachineThatNobodyDesires() throws Exception {
        platform.done("vms:web", new Create(web(Configs.QUIT)));
        platform.lines("vms:web", 1);
        long pid = platform.pid("vms:web");
        platform.close();
        Files.delete(platform.state.resolve("unikernels/vms:web"));

        startAgain();

        eventually("it was ended", () -> !TestPlatform.lives(pid));
        awaitNothing();
    }

    @Test
    void refusesADiskThatIsNotAllowedMissingOrAnothers() throws Exception {
        platform.done("vms:web", new Create(web(Configs.QUIT)));
        platform.lines("vms:web", 1);

        assertThat(platform.refused("vms:second", new Create(web(Configs.QUIT))))
                .isEqualTo("the disk /dev/zvol/tank/web is in use by vms:web");
        assertThat(platform.refused("others:web", new Create(machine(arguments(Configs.QUIT, "0:/dev/zvol/tank/b")))))
                .isEqualTo("volumes below /dev/zvol/ are allowed for unikernels at vms:, not for others:");
        assertThat(platform.refused("vms:third", new Create(machine(arguments(Configs.QUIT, "0:/dev/zvol/tank/b")))))
                .isEqualTo("the disk /dev/zvol/tank/b does not exist");
        assertThat(platform.refused("vms:third", new Create(machine(arguments(Configs.QUIT, "0:/dev/ada0")))))
                .isEqualTo("the disk '/dev/ada0' is not a volume below /dev/zvol/");
        assertThat(bhyve.machines()).hasSize(1);
    }

    @Test
    void countsItsMemoryForThePolicyOfItsPath() throws Exception {
        platform.done(
                "vms:",
                new PolicyCommand.Add(new Policy(
                        CpuId.setOf(0), 2, new Megabytes(600), Optional.empty(), new java.util.TreeSet<>())));
        platform.done("vms:web", new Create(web(Configs.QUIT)));
        bhyve.makeVolume("b");

        assertThat(platform.refused("vms:second", new Create(machine(arguments(Configs.QUIT, "0:/dev/zvol/tank/b")))))
                .isEqualTo("maximum allowed memory (600, used 512) would be exceeded (requesting 512),"
                        + " says the policy of vms:");
    }

    @Test
    void isRefusedWithoutAHypervisorAndWhereItWouldNotBeThePlatformsUser() throws Exception {
        platform.close();
        platform = TestPlatform.start(directory);
        assertThat(platform.refused("vms:web", new Create(web(Configs.QUIT))))
                .isEqualTo("typ bhyve is not available on this host: it needs FreeBSD, use a solo5 image");
        eventually("its empty image is gone", () -> names(platform.state.resolve("images"))
                .isEmpty());

        platform.close();
        platform = TestPlatform.start(
                directory,
                Isolation.Mode.SEPARATE,
                bhyve.hypervisor(Name.parse("vms:x").path()));
        assertThat(platform.refused("vms:web", new Create(web(Configs.QUIT))))
                .isEqualTo(
                        "typ bhyve is not available with --mode separate: its process has to be the platform's user");
    }
}
