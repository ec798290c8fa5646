package org.albatross.stats.internal;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.albatross.api.Sample;
import org.albatross.host.Host;
import org.albatross.host.Measurements;
import org.albatross.host.ProcessId;
import org.albatross.host.ProcessUsage;

/** Takes one sample: measures what is to be measured, and asks the supervisor. Of one thread. */
final class Sampling {
    private final Host host;
    private final Targets targets;
    private final InventoryReader inventory;
    private final Clock clock;
    private Optional<ProcessId> platform = Optional.empty();

    Sampling(Host host, Targets targets, InventoryReader inventory, Clock clock) {
        this.host = host;
        this.targets = targets;
        this.inventory = inventory;
        this.clock = clock;
    }

    /**
     * Takes a sample.
     *
     * @param complete whether anybody wants to know more than what processes use
     * @throws IOException when nothing can be measured, with a message for people
     */
    Sample take(boolean complete) throws IOException, InterruptedException {
        Optional<Inventory> known = complete ? inventory.read() : Optional.empty();
        if (platform.isEmpty()) {
            platform = host.processes().find(ProcessHandle.current().pid());
        }
        List<Target> all = targets.all();
        Instant time = clock.instant();
        long nanos = System.nanoTime();
        Measurements.Measurement measured = host.measurements().measure(processes(all), taps(all));
        forgetEnded(all, measured);
        return new Sample(
                time,
                nanos,
                unikernels(all, measured),
                known.map(Inventory::statuses).orElse(List.of()),
                known.map(inventoried -> inventoried.domains(targets.runs())).orElse(List.of()),
                platform.flatMap(id -> usage(measured, id))
                        .map(usage -> UsageOnWire.stats(usage, List.of(), measured.interfaces(), Map.of())));
    }

    private Collection<ProcessId> processes(List<Target> all) {
        return Stream.concat(platform.stream(), all.stream().map(Target::process))
                .toList();
    }

    private static Collection<String> taps(List<Target> all) {
        Set<String> taps = new HashSet<>();
        all.forEach(target -> target.devices().forEach(device -> taps.add(device.tap())));
        return taps;
    }

    /** The supervisor tells when its own unikernels end; nobody does of what was added. */
    private void forgetEnded(List<Target> all, Measurements.Measurement measured) throws IOException {
        for (Target target : all) {
            if (target.run().isEmpty()
                    && usage(measured, target.process()).isEmpty()
                    && host.processes()
                            .find(target.process().pid())
                            .filter(target.process()::equals)
                            .isEmpty()) {
                targets.forget(target);
            }
        }
    }

    private static List<Sample.Unikernel> unikernels(List<Target> all, Measurements.Measurement measured) {
        List<Sample.Unikernel> unikernels = new ArrayList<>();
        for (Target target : all) {
            usage(measured, target.process()).ifPresent(usage -> unikernels.add(unikernel(target, usage, measured)));
        }
        return unikernels;
    }

    private static Sample.Unikernel unikernel(Target target, ProcessUsage usage, Measurements.Measurement measured) {
        return new Sample.Unikernel(
                target.name(),
                target.process().pid(),
                target.run(),
                UsageOnWire.stats(
                        usage,
                        target.devices(),
                        measured.interfaces(),
                        measured.hypervisors().getOrDefault(target.process(), Map.of())),
                usage.residentPages() * measured.pageBytes(),
                usage.storage().map(storage -> new Sample.Storage(storage.readBytes(), storage.writtenBytes())));
    }

    private static Optional<ProcessUsage> usage(Measurements.Measurement measured, ProcessId process) {
        return Optional.ofNullable(measured.processes().get(process));
    }
}
