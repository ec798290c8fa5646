package org.albatross.core;

import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.albatross.model.CpuId;
import org.albatross.model.Megabytes;
import org.albatross.model.Policy;
import org.albatross.model.Text;

/**
 * What the machine has for unikernels, as read when a command came.
 *
 * @param cpus its CPUs
 * @param memory its memory
 * @param bridges its bridges
 * @param block the size of the file system on which block devices lie
 */
public record HostFacts(SortedSet<CpuId> cpus, Megabytes memory, SortedSet<String> bridges, Megabytes block) {
    /** Copies the sets. */
    public HostFacts {
        cpus = new TreeSet<>(cpus);
        bridges = new TreeSet<>(bridges);
    }

    /** Returns the policy of the root: all that the machine has. */
    public Policy rootPolicy() {
        SortedSet<Text> names = new TreeSet<>();
        bridges.forEach(bridge -> names.add(Text.of(bridge)));
        return new Policy(cpus, Policy.ANY_NUMBER, memory, Optional.of(block), names);
    }
}
