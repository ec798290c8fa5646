package org.albatross.cli.internal.report;

import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import org.albatross.model.Data;

/** A sample of a unikernel's use in the original's lines. */
final class StatsLines {
    private StatsLines() {}

    /** Returns the lines of a sample: use, memory, hypervisor, and one for each network device. */
    static String of(Data.Stats stats) {
        StringJoiner lines = new StringJoiner("\n");
        lines.add("stats: " + usage(stats.usage()));
        lines.add(stats.memory().map(StatsLines::memory).orElse("no kinfo_mem stats"));
        lines.add(stats.hypervisor().map(StatsLines::counters).orElse("no vmm stats"));
        StringJoiner devices = new StringJoiner("\n");
        stats.interfaces().forEach(device -> devices.add(device(device)));
        return lines.add(devices.toString()).toString();
    }

    private static String usage(Data.Usage usage) {
        return "utime " + time(usage.utime()) + " stime " + time(usage.stime()) + " maxrss " + usage.maxrss()
                + " ixrss " + usage.ixrss() + " idrss " + usage.idrss() + " isrss " + usage.isrss() + " minflt "
                + usage.minflt() + " majflt " + usage.majflt() + " nswap " + usage.nswap() + " inblock "
                + usage.inblock() + " outblock " + usage.outblock() + " msgsnd " + usage.msgsnd() + " msgrcv "
                + usage.msgrcv() + " signals " + usage.nsignals() + " nvcsw " + usage.nvcsw() + " nivcsw "
                + usage.nivcsw();
    }

    private static String memory(Data.Memory memory) {
        return "virtual-size " + memory.vsize() + " rss " + memory.rss() + " text-size " + memory.tsize()
                + " data-size " + memory.dsize() + " stack-size " + memory.ssize() + " runtime " + memory.runtime()
                + " cow " + memory.cow() + " start " + time(memory.start());
    }

    private static String counters(List<Data.Counter> counters) {
        StringJoiner lines = new StringJoiner("\n");
        counters.forEach(counter -> lines.add(counter.key().line() + ": " + counter.value()));
        return lines.toString();
    }

    private static String device(Data.Interface device) {
        return "bridge " + device.netDevice().line() + " flags " + device.flags() + " send_length "
                + device.sendLength() + " max_send_length " + device.maxSendLength() + " send_drops "
                + device.sendDrops() + " mtu " + device.mtu() + " baudrate " + device.baudrate() + " input_packets "
                + device.inputPackets() + " input_errors " + device.inputErrors() + " output_packets "
                + device.outputPackets() + " output_errors " + device.outputErrors() + " collisions "
                + device.collisions() + " input_bytes " + device.inputBytes() + " output_bytes "
                + device.outputBytes() + " input_mcast " + device.inputMcast() + " output_mcast "
                + device.outputMcast() + " input_dropped " + device.inputDropped() + " output_dropped "
                + device.outputDropped();
    }

    private static String time(Data.TimeValue value) {
        return String.format(Locale.ROOT, "%d.%06d", value.seconds(), value.microseconds());
    }
}
