package org.albatross.supervisor.internal;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.albatross.core.HostFacts;
import org.albatross.model.CpuId;
import org.albatross.model.Megabytes;

/**
 * What of the machine unikernels may use at most; the rest is held back for other systems on the host, as libvirt, Incus
 * and containers. What unikernels have already when this becomes less, they keep; only growth is refused.
 *
 * @param cpus the CPUs, absent for all
 * @param bridges the bridges, absent for all
 * @param memory the memory, absent for all
 * @param block the size of all block devices, absent for that of their file system
 */
public record RootPolicy(
        Optional<SortedSet<CpuId>> cpus,
        Optional<SortedSet<String>> bridges,
        Optional<Megabytes> memory,
        Optional<Megabytes> block) {
    /** Nothing is held back. */
    public static final RootPolicy ALL =
            new RootPolicy(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    private static final String EVERY = "all";

    /** Copies the sets. */
    public RootPolicy {
        cpus = cpus.map(TreeSet::new);
        bridges = bridges.map(TreeSet::new);
    }

    /** Reads the values of the configuration, whose form {@link SupervisorConfig} has checked. */
    static RootPolicy of(String cpus, String bridges, int memoryMb, int blockMb) {
        return new RootPolicy(
                words(cpus).map(RootPolicy::numbers),
                words(bridges).map(TreeSet::new),
                limit(memoryMb),
                limit(blockMb));
    }

    private static Optional<List<String>> words(String list) {
        return list.equals(EVERY) ? Optional.empty() : Optional.of(Arrays.asList(list.split(",", -1)));
    }

    private static SortedSet<CpuId> numbers(List<String> ranges) {
        SortedSet<CpuId> cpus = new TreeSet<>();
        for (String range : ranges) {
            String[] ends = range.split("-", -1);
            long first = Long.parseLong(ends[0]);
            long last = Long.parseLong(ends[ends.length - 1]);
            for (long number = Math.min(first, last); number <= Math.max(first, last); number++) {
                cpus.add(new CpuId(number));
            }
        }
        return cpus;
    }

    private static Optional<Megabytes> limit(int megabytes) {
        return megabytes == 0 ? Optional.empty() : Optional.of(new Megabytes(megabytes));
    }

    /** Returns what of the machine is for unikernels. */
    HostFacts of(HostFacts machine) {
        TreeSet<CpuId> someCpus = new TreeSet<>(machine.cpus());
        cpus.ifPresent(someCpus::retainAll);
        TreeSet<String> someBridges = new TreeSet<>(machine.bridges());
        bridges.ifPresent(someBridges::retainAll);
        return new HostFacts(
                someCpus,
                memory.map(machine.memory()::min).orElse(machine.memory()),
                someBridges,
                block.map(machine.block()::min).orElse(machine.block()));
    }
}
