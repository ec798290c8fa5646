package org.albatross.host.linux.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.albatross.host.InterfaceUsage;
import org.albatross.host.Measurements.Measurement;
import org.albatross.host.ProcessId;
import org.albatross.host.ProcessUsage;
import org.albatross.host.linux.Machine;
import org.albatross.model.MacAddress;
import org.junit.jupiter.api.Test;

/** Measures processes and taps of this machine. */
class LinuxMeasurementsTest {
    private static final Path PROC = Path.of("/proc");

    private final LinuxMeasurements measurements = new LinuxMeasurements(PROC);

    private static ProcessId idOf(long pid) throws IOException {
        return new ProcessTable(PROC).find(pid).orElseThrow();
    }

    @Test
    void measuresThisProcess() throws IOException {
        ProcessId self = idOf(ProcessHandle.current().pid());
        Measurement first = measurements.measure(List.of(self), List.of());
        ProcessUsage usage = Objects.requireNonNull(first.processes().get(self));

        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long enough = threads.getCurrentThreadCpuTime() + 200_000_000;
        while (threads.getCurrentThreadCpuTime() < enough) {
            Thread.onSpinWait();
        }

        assertThat(first.pageBytes()).isIn(4096L, 16384L, 65536L);
        assertThat(usage.residentPages() * first.pageBytes()).isBetween(10L << 20, 2L << 30);
        assertThat(usage.virtualBytes()).isGreaterThan(usage.residentPages() * first.pageBytes());
        assertThat(usage.textPages()).isPositive();
        assertThat(usage.dataPages()).isPositive();
        assertThat(usage.started()).isBetween(Instant.now().minusSeconds(3600), Instant.now());
        ProcessUsage later = Objects.requireNonNull(
                measurements.measure(List.of(self), List.of()).processes().get(self));
        assertThat(later.userMicros() + later.systemMicros())
                .isGreaterThan(usage.userMicros() + usage.systemMicros() + 50_000);
        assertThat(later.storage()).as("of our own processes").isPresent();
    }

    @Test
    void leavesOutWhatHasEndedAndWhatHasTheNumberOfAnother() throws Exception {
        Process child = new ProcessBuilder("cat").start();
        ProcessId id;
        try {
            id = idOf(child.pid());
            ProcessId former = new ProcessId(id.pid(), id.start() - 1);
            assertThat(measurements.measure(List.of(id, former), List.of()).processes())
                    .containsOnlyKeys(id);
        } finally {
            child.destroyForcibly();
            child.waitFor();
        }

        assertThat(measurements.measure(List.of(id), List.of()).processes()).isEmpty();
    }

    @Test
    void leavesOutAnInterfaceThatDoesNotExist() throws IOException {
        assertThat(measurements.measure(List.of(), List.of("lo", "gone0")).interfaces())
                .containsOnlyKeys("lo");
    }

    @Test
    void countsWhatGoesThroughAnInterface() throws IOException {
        Machine.assumeOwnNetwork();
        Machine.run("ip", "link", "add", "service", "type", "bridge");
        try {
            new LinuxNetwork(Path.of("/sys"))
                    .createTap("vmmtap0", "service", Optional.empty(), MacAddress.parse("fe:01:02:03:04:05"));
            Machine.run("ip", "link", "set", "vmmtap0", "mtu", "1400");

            InterfaceUsage tap = Objects.requireNonNull(measurements
                    .measure(List.of(), List.of("vmmtap0", "service"))
                    .interfaces()
                    .get("vmmtap0"));
            assertThat(tap.mtu()).isEqualTo(1400);
            assertThat(tap.flags()).as("up, broadcast, multicast").isEqualTo(0x1003);
        } finally {
            Machine.run("sh", "-c", "ip link delete vmmtap0; ip link delete service");
        }
    }

    @Test
    void tellsThatAnInterfaceHasACarrier() throws IOException {
        Machine.assumeOwnNetwork();
        Machine.run("ip", "link", "set", "lo", "up");

        InterfaceUsage loopback = Objects.requireNonNull(
                measurements.measure(List.of(), List.of("lo")).interfaces().get("lo"));

        assertThat(loopback.flags()).as("up, loopback, running, lower up").isEqualTo(0x10049);
    }
}
