package org.albatross.model;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What all unikernels at or below a path may use together (wire-protocol section 6). Any integers come
 * from the wire; a policy does not judge them, the core does.
 *
 * @param cpuids the CPUs that may be used
 * @param unikernels how many unikernels
 * @param memory their memory
 * @param block the space of their block devices; absent when none is allowed
 * @param bridges the bridges that they may be connected to
 */
public record Policy(
        SortedSet<CpuId> cpuids,
        long unikernels,
        Megabytes memory,
        Optional<Megabytes> block,
        SortedSet<Text> bridges) {
    /** How many unikernels a policy allows that does not limit their number, as that of the root. */
    public static final long ANY_NUMBER = Integer63.MAX;

    /** The memory that a usable policy exceeds. */
    public static final Megabytes TOO_LITTLE_MEMORY = new Megabytes(16);

    /** The most CPUs that a policy may name. */
    public static final int MAX_CPUIDS = 1024;

    /** The most bridges that a policy may name. */
    public static final int MAX_BRIDGES = 256;

    /** Copies both sets. */
    public Policy {
        cpuids = Collections.unmodifiableSortedSet(new TreeSet<>(cpuids));
        bridges = Collections.unmodifiableSortedSet(new TreeSet<>(bridges));
    }
}
