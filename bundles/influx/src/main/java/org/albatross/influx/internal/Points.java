package org.albatross.influx.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.albatross.api.Sample;
import org.albatross.model.Data;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.Named;
import org.albatross.model.Policy;
import org.albatross.model.Text;
import org.albatross.model.UnikernelStatus;

/**
 * What is measured as lines for InfluxDB, with the measurements, tags and fields of the original Albatross, so that dashboards
 * which were made for it keep working; docs/observing.md lists them. What the original does not have is in measurements of its
 * own. Every method is a pure function.
 */
final class Points {
    /** What the tag {@code vm} says for the platform's own process. */
    static final String PLATFORM = "albatross";

    private static final double NANOS = 1e9;
    private static final double MICROS = 1e6;

    private final boolean dropPath;

    /** With {@code dropPath} the tag {@code vm} is the label alone, and the path a tag of its own. */
    Points(boolean dropPath) {
        this.dropPath = dropPath;
    }

    /** Returns the lines of a sample. */
    List<String> of(Sample sample) {
        List<String> lines = new ArrayList<>();
        for (Sample.Unikernel unikernel : sample.unikernels()) {
            lines.addAll(of(unikernel.name(), unikernel.stats(), sample.time()));
            unikernel
                    .storage()
                    .ifPresent(storage -> lines.add(vm("albatross_storage", unikernel.name())
                            .field("read_bytes", storage.readBytes())
                            .field("written_bytes", storage.writtenBytes())
                            .at(sample.time())));
        }
        for (Named<UnikernelStatus> status : sample.statuses()) {
            lines.add(status(status.name(), status.value(), sample.time()));
        }
        for (Sample.Domain domain : sample.domains()) {
            lines.addAll(domain(domain, sample.time()));
        }
        sample.platform().ifPresent(stats -> lines.addAll(process(stats, PLATFORM, "", sample.time())));
        return lines;
    }

    /** Returns the lines of what stands on the wire about one unikernel. */
    List<String> of(Name name, Data.Stats stats, Instant time) {
        return process(stats, vmOf(name), pathOf(name), time);
    }

    private static List<String> process(Data.Stats stats, String vm, String path, Instant time) {
        List<String> lines = new ArrayList<>();
        lines.add(usage(stats.usage(), tags("resource_usage", vm, path)).at(time));
        stats.memory()
                .ifPresent(memory -> lines.add(
                        memory(memory, tags("kinfo_mem", vm, path), time).at(time)));
        stats.hypervisor().filter(counters -> !counters.isEmpty()).ifPresent(counters -> {
            Line line = tags("vmm", vm, path);
            counters.forEach(counter -> line.field(counter.key().decoded(), counter.value()));
            lines.add(line.at(time));
        });
        for (Data.Interface device : stats.interfaces()) {
            Line line = Line.of("interface")
                    .tag("vm", vm)
                    .tag("bridge", device.netDevice().decoded())
                    .tag("path", path);
            lines.add(network(device, line).at(time));
        }
        return lines;
    }

    private static Line usage(Data.Usage usage, Line line) {
        return line.field("utime", usage.utime())
                .field("stime", usage.stime())
                .field("maxrss", usage.maxrss())
                .field("ixrss", usage.ixrss())
                .field("idrss", usage.idrss())
                .field("isrss", usage.isrss())
                .field("minflt", usage.minflt())
                .field("maxflt", usage.majflt())
                .field("nswap", usage.nswap())
                .field("inblock", usage.inblock())
                .field("outblock", usage.outblock())
                .field("msgsnd", usage.msgsnd())
                .field("msgrcv", usage.msgrcv())
                .field("nsignals", usage.nsignals())
                .field("nvcsw", usage.nvcsw())
                .field("nivcsw", usage.nivcsw());
    }

    private static Line memory(Data.Memory memory, Line line, Instant time) {
        double start = memory.start().seconds() + memory.start().microseconds() / MICROS;
        double now = time.getEpochSecond() + time.getNano() / NANOS;
        return line.field("vsize", memory.vsize())
                .field("rss", memory.rss())
                .field("tsize", memory.tsize())
                .field("dsize", memory.dsize())
                .field("ssize", memory.ssize())
                .field("cow_faults", memory.cow())
                .field("runtime", memory.runtime())
                .field("uptime", Math.max(0, now - start));
    }

    private static Line network(Data.Interface device, Line line) {
        return line.field("send_queue_length", device.sendLength())
                .field("max_send_queue_length", device.maxSendLength())
                .field("send_queue_drops", device.sendDrops())
                .field("mtu", device.mtu())
                .field("baudrate", device.baudrate())
                .field("vm_to_host_packets", device.inputPackets())
                .field("vm_to_host_errors", device.inputErrors())
                .field("vm_to_host_bytes", device.inputBytes())
                .field("vm_to_host_mcast", device.inputMcast())
                .field("vm_to_host_dropped", device.inputDropped())
                .field("collisions", device.collisions())
                .field("host_to_vm_packets", device.outputPackets())
                .field("host_to_vm_errors", device.outputErrors())
                .field("host_to_vm_bytes", device.outputBytes())
                .field("host_to_vm_mcast", device.outputMcast())
                .field("host_to_vm_dropped", device.outputDropped());
    }

    private String status(Name name, UnikernelStatus status, Instant time) {
        boolean runs = status.state().equals(UnikernelStatus.State.RUNNING.text());
        Line line = vm("albatross_unikernel", name)
                .field("state", status.state().decoded())
                .field("running", runs ? 1L : 0L)
                .field("restarts", status.restarts())
                .field("last_exit", text(status.lastExit()))
                .field("reason", text(status.reason()));
        status.since().ifPresent(since -> line.field("state_seconds", seconds(since, time)));
        boolean waits = status.state().equals(UnikernelStatus.State.WAITING.text())
                || status.state().equals(UnikernelStatus.State.RESTARTING.text());
        return line.field(
                        "waiting_seconds",
                        waits
                                ? status.since()
                                        .map(since -> seconds(since, time))
                                        .orElse(0.0)
                                : 0.0)
                .at(time);
    }

    private static String text(java.util.Optional<Text> text) {
        return text.map(Text::decoded).orElse("");
    }

    private static double seconds(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toMillis() / 1000.0);
    }

    private static List<String> domain(Sample.Domain domain, Instant time) {
        List<String> lines = new ArrayList<>();
        String path = domain.path().toString();
        domain.policy()
                .ifPresent(policy -> lines.add(
                        policy(policy, platform("albatross-policies", path)).at(time)));
        lines.add(platform("albatross-unikernels", path)
                .field("attached used block", domain.attachedBlockMb())
                .field("unattached used block", domain.unattachedBlockMb())
                .field("total used block", domain.attachedBlockMb() + domain.unattachedBlockMb())
                .field("running unikernels", domain.running())
                .field("used memory", domain.memoryMb())
                .at(time));
        return lines;
    }

    private static Line platform(String measurement, String domain) {
        return Line.of(measurement).tag("vm", PLATFORM).tag("domain", domain);
    }

    private static Line policy(Policy policy, Line line) {
        return line.field("maximum unikernels", policy.unikernels())
                .field("maximum memory", policy.memory().count())
                .field("maximum block", policy.block().orElse(Megabytes.ZERO).count());
    }

    private Line vm(String measurement, Name name) {
        return tags(measurement, vmOf(name), pathOf(name));
    }

    private static Line tags(String measurement, String vm, String path) {
        return Line.of(measurement).tag("vm", vm).tag("path", path);
    }

    private String vmOf(Name name) {
        return dropPath ? name.label().orElse(name.toString()) : name.toString();
    }

    private String pathOf(Name name) {
        return dropPath && !name.path().isRoot() && name.label().isPresent()
                ? name.path().toString()
                : "";
    }
}
