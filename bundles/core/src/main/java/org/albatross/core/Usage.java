package org.albatross.core;

import static org.albatross.core.PolicyRules.bridgesOf;

import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;
import org.albatross.model.Arguments;
import org.albatross.model.CpuId;
import org.albatross.model.Megabytes;
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

    /** Sums up what is reserved for unikernels. */
    static Usage reserved(Collection<Unikernel> unikernels) {
        long count = 0;
        Megabytes memory = Megabytes.ZERO;
        SortedSet<CpuId> cpuids = new TreeSet<>();
        SortedSet<Text> bridges = new TreeSet<>();
        for (Unikernel unikernel : unikernels) {
            if (unikernel.reserves()) {
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
}
