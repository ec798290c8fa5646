package org.albatross.core;

import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.albatross.model.Policy;
import org.albatross.model.Text;

/**
 * What the machine has for unikernels, as read when a command came.
 *
 * @param cpus its CPUs
 * @param memoryMb its memory
 * @param bridges its bridges
 * @param blockMb the size of the file system on which block devices lie
 */
public record HostFacts(SortedSet<Long> cpus, long memoryMb, SortedSet<String> bridges, long blockMb) {
    /** The number that stands for "unlimited" in the root policy: OCaml's largest integer. */
    public static final long UNLIMITED = 4611686018427387903L;

    /** Copies the sets. */
    public HostFacts {
        cpus = new TreeSet<>(cpus);
        bridges = new TreeSet<>(bridges);
    }

    /** Returns the policy of the root: all that the machine has. */
    public Policy rootPolicy() {
        SortedSet<Text> names = new TreeSet<>();
        bridges.forEach(bridge -> names.add(Text.of(bridge)));
        return new Policy(cpus, UNLIMITED, memoryMb, Optional.of(blockMb), names);
    }
}
