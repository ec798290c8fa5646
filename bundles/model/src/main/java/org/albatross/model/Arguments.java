package org.albatross.model;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Everything about a configured unikernel but its image: what a restart may replace.
 *
 * @param failBehaviour what happens when it ends by itself
 * @param startup the order at boot, low first; absent counts as {@link #DEFAULT_STARTUP}
 * @param addName whether {@code --name=<label>} is prepended to its arguments
 * @param cpuids the CPUs that it is pinned to
 * @param memory the memory that it gets
 * @param blockDevices in the order given; a set on the wire
 * @param netDevices in the order given; a set on the wire
 * @param argv its arguments, absent when none were given
 * @param cpus the number of virtual CPUs, for bhyve
 * @param linuxBootPartition for bhyve
 */
public record Arguments(
        FailBehaviour failBehaviour,
        Optional<Long> startup,
        boolean addName,
        SortedSet<CpuId> cpuids,
        Megabytes memory,
        List<BlockDevice> blockDevices,
        List<NetDevice> netDevices,
        Optional<List<Text>> argv,
        long cpus,
        Optional<Text> linuxBootPartition) {
    /** The least memory of a unikernel. */
    public static final Megabytes LEAST_MEMORY = new Megabytes(1);

    /** What the tender hands to a unikernel at most, in bytes, a blank between two arguments (8192 with the NUL). */
    public static final int MAX_ARGV_BYTES = 8191;

    /** The most arguments of a unikernel. */
    public static final int MAX_ARGV = 1024;

    /** The most devices of a unikernel, network and block together: a Solo5 manifest has no more entries. */
    public static final int MAX_DEVICES = 64;

    /** The most bytes that the name of a boot partition has. */
    public static final int MAX_PARTITION_BYTES = 255;

    /** The start order of a unikernel that names none. */
    public static final long DEFAULT_STARTUP = 50;

    /** Copies every collection. */
    public Arguments {
        cpuids = Collections.unmodifiableSortedSet(new TreeSet<>(cpuids));
        blockDevices = List.copyOf(blockDevices);
        netDevices = List.copyOf(netDevices);
        argv = argv.map(List::copyOf);
    }

    /** Returns the start order, the default where none is given. */
    public long startupOrDefault() {
        return startup.orElse(DEFAULT_STARTUP);
    }
}
