package org.albatross.core;

import static org.albatross.core.PolicyRules.bridgesOf;

import java.util.Collection;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.albatross.model.Arguments;
import org.albatross.model.CpuId;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.Path;
import org.albatross.model.Text;

/**
 * What lies at or below a path uses, reservations included.
 *
 * @param unikernels how many there are
 * @param memory their memory
 * @param cpuids their CPUs
 * @param bridges their bridges
 */
record Usage(long unikernels, Megabytes memory, SortedSet<CpuId> cpuids, SortedSet<Text> bridges) {
    /** Sums up what unikernels use that are configured so. */
    static Usage of(Collection<Arguments> unikernels) {
        Megabytes memory = Megabytes.ZERO;
        SortedSet<CpuId> cpuids = new TreeSet<>();
        SortedSet<Text> bridges = new TreeSet<>();
        for (Arguments arguments : unikernels) {
            memory = memory.plus(arguments.memory());
            cpuids.addAll(arguments.cpuids());
            bridges.addAll(bridgesOf(arguments));
        }
        return new Usage(unikernels.size(), memory, cpuids, bridges);
    }

    /** Sums up what all unikernels at or below {@code path} but {@code without} use. */
    static Usage below(Collection<Unikernel> unikernels, Path path, Optional<Name> without) {
        long count = 0;
        Megabytes memory = Megabytes.ZERO;
        SortedSet<CpuId> cpuids = new TreeSet<>();
        SortedSet<Text> bridges = new TreeSet<>();
        for (Unikernel unikernel : unikernels) {
            boolean counts = path.contains(unikernel.name().path())
                    && unikernel.reserves()
                    && without.filter(unikernel.name()::equals).isEmpty();
            if (counts) {
                count++;
                memory = memory.plus(unikernel.reservedMemory());
                for (Arguments arguments : unikernel.reserved()) {
                    cpuids.addAll(arguments.cpuids());
                    bridges.addAll(bridgesOf(arguments));
                }
            }
        }
        return new Usage(count, memory, cpuids, bridges);
    }

    /** Sums up the block devices at or below {@code path}. */
    static Megabytes blocks(SortedMap<Name, Volume> blocks, Path path) {
        return blocks.entrySet().stream()
                .filter(entry -> path.contains(entry.getKey().path()))
                .map(entry -> entry.getValue().size())
                .reduce(Megabytes.ZERO, Megabytes::plus);
    }
}
