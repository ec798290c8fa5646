package org.albatross.exposition.internal;

import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.albatross.api.Sample;
import org.albatross.model.Data;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.Text;
import org.albatross.model.UnikernelStatus;

/** A sample as Prometheus has it, in seconds and bytes; docs/observing.md lists the metrics. A pure function. */
final class SampleMetrics {
    private static final double MICROS = 1e6;
    private static final double NANOS = 1e9;
    private static final double MILLIS = 1e3;
    private static final double MIB = 1 << 20;
    private static final String UNIKERNEL = "albatross_unikernel_";
    private static final String NETWORK = UNIKERNEL + "network_";
    private static final String DOMAIN = "albatross_domain_";

    private final Metrics metrics = new Metrics();

    private SampleMetrics() {}

    /** Returns the metrics of a sample. */
    static List<MetricSnapshot> of(Sample sample) {
        SampleMetrics all = new SampleMetrics();
        all.metrics.gauge(
                "albatross_sample_time_seconds",
                "When unikernels were measured last, since 1970.",
                Labels.EMPTY,
                seconds(sample.time()));
        sample.unikernels().forEach(all::unikernel);
        sample.statuses().forEach(status -> all.status(status.name(), status.value(), sample.time()));
        sample.domains().forEach(all::domain);
        sample.platform().ifPresent(all::platform);
        return all.metrics.snapshots();
    }

    private static Labels labels(Name name) {
        return Labels.of("path", name.path().toString(), "name", name.label().orElse(""));
    }

    private void unikernel(Sample.Unikernel unikernel) {
        Labels labels = labels(unikernel.name());
        Data.Usage usage = unikernel.stats().usage();
        counter("cpu_seconds", "CPU time used.", labels, unikernel.cpuTime().toNanos() / NANOS);
        counter("cpu_user_seconds", "CPU time used by the unikernel itself.", labels, seconds(usage.utime()));
        counter("cpu_system_seconds", "CPU time used by the kernel for it.", labels, seconds(usage.stime()));
        gauge("resident_bytes", "Memory in use.", labels, unikernel.residentBytes());
        counter("minor_faults", "Page faults without reading.", labels, usage.minflt());
        counter("major_faults", "Page faults with reading.", labels, usage.majflt());
        counter("context_switches", "Context switches.", labels.merge(Labels.of("kind", "voluntary")), usage.nvcsw());
        counter(
                "context_switches",
                "Context switches.",
                labels.merge(Labels.of("kind", "involuntary")),
                usage.nivcsw());
        unikernel.stats().memory().ifPresent(memory -> {
            gauge("virtual_bytes", "Address space.", labels, memory.vsize());
            gauge("start_time_seconds", "When its process began, since 1970.", labels, seconds(memory.start()));
        });
        unikernel
                .stats()
                .hypervisor()
                .ifPresent(counters -> counters.forEach(counter -> counter(
                        "hypervisor_events",
                        "What the hypervisor has counted.",
                        labels.merge(Labels.of("event", counter.key().decoded())),
                        counter.value())));
        unikernel.storage().ifPresent(storage -> {
            counter("storage_read_bytes", "Bytes read from disks.", labels, storage.readBytes());
            counter("storage_written_bytes", "Bytes written to disks.", labels, storage.writtenBytes());
        });
        for (Data.Interface device : unikernel.stats().interfaces()) {
            String bridge =
                    unikernel.bridgeOf(device.netDevice()).map(Text::decoded).orElse("");
            network(device, labels.merge(Labels.of("device", device.netDevice().decoded(), "bridge", bridge)));
        }
    }

    /** The host's input is what a unikernel transmits. */
    private void network(Data.Interface device, Labels labels) {
        metrics.counter(NETWORK + "receive_bytes", "Bytes received.", labels, device.outputBytes());
        metrics.counter(NETWORK + "receive_packets", "Packets received.", labels, device.outputPackets());
        metrics.counter(NETWORK + "receive_errors", "Packets not received by an error.", labels, device.outputErrors());
        metrics.counter(NETWORK + "receive_drops", "Packets for it that were dropped.", labels, device.outputDropped());
        metrics.counter(NETWORK + "transmit_bytes", "Bytes sent.", labels, device.inputBytes());
        metrics.counter(NETWORK + "transmit_packets", "Packets sent.", labels, device.inputPackets());
        metrics.counter(NETWORK + "transmit_errors", "Packets not sent by an error.", labels, device.inputErrors());
        metrics.counter(
                NETWORK + "transmit_drops", "Packets from it that were dropped.", labels, device.inputDropped());
    }

    private void status(Name name, UnikernelStatus status, Instant now) {
        Labels labels = labels(name);
        for (UnikernelStatus.State state : UnikernelStatus.State.values()) {
            gauge(
                    "state",
                    "1 for the state in which it is, 0 for the others.",
                    labels.merge(Labels.of("state", state.text().decoded())),
                    status.state().equals(state.text()) ? 1 : 0);
        }
        counter("restarts", "Automatic restarts since it was last started by a command.", labels, status.restarts());
        boolean waits = status.state().equals(UnikernelStatus.State.WAITING.text())
                || status.state().equals(UnikernelStatus.State.RESTARTING.text());
        double waiting = waits
                ? status.since()
                        .map(since -> Math.max(0, Duration.between(since, now).toMillis() / MILLIS))
                        .orElse(0.0)
                : 0;
        gauge("waiting_seconds", "For how long it has waited to be started, 0 when it does not.", labels, waiting);
        status.lastExit().map(Text::decoded).ifPresent(exit -> {
            number(exit, "exit ")
                    .ifPresent(code -> gauge("last_exit_code", "The exit code of its last run.", labels, code));
            number(exit, "signal ")
                    .ifPresent(
                            signal -> gauge("last_exit_signal", "The signal that ended its last run.", labels, signal));
        });
    }

    private static Optional<Integer> number(String exit, String kind) {
        String rest = exit.startsWith(kind) ? exit.substring(kind.length()) : "";
        return rest.matches("[0-9]{1,3}") ? Optional.of(Integer.valueOf(rest)) : Optional.empty();
    }

    private void domain(Sample.Domain domain) {
        Labels labels = Labels.of("path", domain.path().toString());
        metrics.gauge(DOMAIN + "running", "Unikernels that run at or below the path.", labels, domain.running());
        metrics.gauge(DOMAIN + "memory_bytes", "Memory of what runs, as configured.", labels, domain.memoryMb() * MIB);
        metrics.gauge(DOMAIN + "block_attached_bytes", "Block devices in use.", labels, domain.attachedBlockMb() * MIB);
        metrics.gauge(
                DOMAIN + "block_unattached_bytes",
                "Block devices not in use.",
                labels,
                domain.unattachedBlockMb() * MIB);
        domain.policy().ifPresent(policy -> {
            metrics.gauge(
                    DOMAIN + "unikernels_limit", "Unikernels that its policy allows.", labels, policy.unikernels());
            metrics.gauge(
                    DOMAIN + "memory_limit_bytes",
                    "Memory that its policy allows.",
                    labels,
                    policy.memory().count() * MIB);
            metrics.gauge(
                    DOMAIN + "block_limit_bytes",
                    "Block devices that its policy allows.",
                    labels,
                    policy.block().orElse(Megabytes.ZERO).count() * MIB);
        });
    }

    private void platform(Data.Stats stats) {
        metrics.counter(
                "process_cpu_seconds",
                "CPU time that the platform has used.",
                Labels.EMPTY,
                seconds(stats.usage().utime()) + seconds(stats.usage().stime()));
        stats.memory().ifPresent(memory -> {
            metrics.gauge(
                    "process_virtual_memory_bytes", "The platform's address space.", Labels.EMPTY, memory.vsize());
            metrics.gauge(
                    "process_start_time_seconds",
                    "When the platform began, since 1970.",
                    Labels.EMPTY,
                    seconds(memory.start()));
        });
    }

    private void counter(String name, String help, Labels labels, double value) {
        metrics.counter(UNIKERNEL + name, help, labels, value);
    }

    private void counter(String name, String help, Labels labels, long value) {
        metrics.counter(UNIKERNEL + name, help, labels, value);
    }

    private void gauge(String name, String help, Labels labels, long value) {
        metrics.gauge(UNIKERNEL + name, help, labels, value);
    }

    private void gauge(String name, String help, Labels labels, double value) {
        metrics.gauge(UNIKERNEL + name, help, labels, value);
    }

    private static double seconds(Data.TimeValue value) {
        return value.seconds() + value.microseconds() / MICROS;
    }

    private static double seconds(Instant time) {
        return time.getEpochSecond() + time.getNano() / NANOS;
    }
}
