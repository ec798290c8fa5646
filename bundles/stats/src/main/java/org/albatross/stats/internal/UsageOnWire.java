package org.albatross.stats.internal;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.albatross.host.InterfaceUsage;
import org.albatross.host.ProcessUsage;
import org.albatross.model.Data;
import org.albatross.model.Text;

/**
 * Use in the form of the wire, with the units of the original on Linux (wire-protocol section 2): memory in pages, but for the
 * virtual size in bytes; what Linux does not count is 0.
 */
final class UsageOnWire {
    private static final long MICROS_PER_SECOND = 1_000_000;

    private UsageOnWire() {}

    /**
     * Returns what a process and its interfaces have used; an interface that is not measured is left out.
     *
     * @param counters those of the hypervisor, if it tells any
     */
    static Data.Stats stats(
            ProcessUsage process,
            List<Target.Device> devices,
            Map<String, InterfaceUsage> interfaces,
            Map<String, Long> counters) {
        return new Data.Stats(
                usage(process),
                devices.stream()
                        .flatMap(device -> Optional.ofNullable(interfaces.get(device.tap())).stream()
                                .map(tap -> networkDevice(device, tap)))
                        .toList(),
                hypervisor(counters),
                Optional.of(memory(process)));
    }

    private static Optional<List<Data.Counter>> hypervisor(Map<String, Long> counters) {
        return counters.isEmpty()
                ? Optional.empty()
                : Optional.of(counters.entrySet().stream()
                        .map(counter -> new Data.Counter(Text.of(counter.getKey()), counter.getValue()))
                        .toList());
    }

    private static Data.Usage usage(ProcessUsage process) {
        return new Data.Usage(
                time(process.userMicros()),
                time(process.systemMicros()),
                process.residentPages(),
                0,
                0,
                0,
                process.minorFaults(),
                process.majorFaults(),
                0,
                0,
                0,
                0,
                0,
                0,
                process.voluntarySwitches(),
                process.involuntarySwitches());
    }

    /** Data and stack are one number on Linux, and stand in both places. */
    private static Data.Memory memory(ProcessUsage process) {
        return new Data.Memory(
                process.virtualBytes(),
                process.residentPages(),
                process.textPages(),
                process.dataPages(),
                process.dataPages(),
                process.userMicros() + process.systemMicros(),
                0,
                time(process.started()));
    }

    private static Data.Interface networkDevice(Target.Device device, InterfaceUsage counters) {
        return new Data.Interface(
                device.name(),
                counters.flags(),
                0,
                0,
                0,
                counters.mtu(),
                0,
                counters.inPackets(),
                counters.inErrors(),
                counters.outPackets(),
                counters.outErrors(),
                counters.collisions(),
                counters.inBytes(),
                counters.outBytes(),
                counters.inMulticast(),
                0,
                counters.inDropped(),
                counters.outDropped());
    }

    private static Data.TimeValue time(long micros) {
        return new Data.TimeValue(micros / MICROS_PER_SECOND, micros % MICROS_PER_SECOND);
    }

    private static Data.TimeValue time(Instant instant) {
        return new Data.TimeValue(instant.getEpochSecond(), instant.getNano() / 1000);
    }
}
