package org.albatross.host.linux.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;
import org.albatross.host.linux.Machine;
import org.albatross.model.CpuId;
import org.albatross.model.Megabytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinuxFactsTest {
    private final LinuxFacts facts;

    LinuxFactsTest() throws IOException {
        facts = at(Path.of("/dev/kvm"));
    }

    private static LinuxFacts at(Path kvm) throws IOException {
        return new LinuxFacts(Path.of("/proc"), kvm);
    }

    @Test
    void knowsTheGroupThatMayUseTheHypervisor(@TempDir Path directory) throws IOException {
        Machine.assumeCapability("CAP_CHOWN", 0);
        Path kvm = Files.createFile(directory.resolve("kvm"));

        Files.setAttribute(kvm, "unix:gid", 5000);
        assertThat(at(kvm).hypervisorGroup()).contains(5000L);
        Files.setAttribute(kvm, "unix:gid", 0);
        assertThat(at(kvm).hypervisorGroup()).as("that of root").isEmpty();
    }

    @Test
    void knowsThatThereIsNoHypervisor(@TempDir Path directory) throws IOException {
        assertThat(at(directory.resolve("kvm")).hypervisorGroup()).isEmpty();
    }

    @Test
    void knowsTheCpusThatMayBeUsed() throws IOException {
        SortedSet<CpuId> allowed = new TreeSet<>();
        for (String range : Machine.statusOf("self", "Cpus_allowed_list").split(",", -1)) {
            String[] ends = range.split("-", -1);
            for (long cpu = Long.parseLong(ends[0]); cpu <= Long.parseLong(ends[ends.length - 1]); cpu++) {
                allowed.add(new CpuId(cpu));
            }
        }

        assertThat(facts.cpus()).isEqualTo(allowed);
    }

    @Test
    void knowsTheMemoryOfTheMachine() throws IOException {
        long kilobytes = Files.readAllLines(Path.of("/proc/meminfo")).stream()
                .filter(line -> line.startsWith("MemTotal:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElseThrow();

        assertThat(facts.memory().count()).isCloseTo(kilobytes / 1024, within(1L));
    }

    @Test
    void knowsTheFreeSpaceOfADirectory(@TempDir Path directory) throws IOException {
        assertThat(facts.size(directory))
                .isEqualTo(new Megabytes(Files.getFileStore(directory).getTotalSpace() / (1 << 20)));
        assertThatThrownBy(() -> facts.size(directory.resolve("missing"))).isInstanceOf(IOException.class);
    }

    @Test
    void knowsTheBoot() throws IOException {
        assertThat(facts.bootId())
                .isEqualTo(Files.readString(Path.of("/proc/sys/kernel/random/boot_id"))
                        .strip());
    }

    @Test
    void knowsHowMuchMemoryIsAvailable() throws IOException {
        assertThat(facts.available()).isBetween(new Megabytes(1), facts.memory());
    }
}
