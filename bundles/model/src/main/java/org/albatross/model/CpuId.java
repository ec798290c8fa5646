package org.albatross.model;

import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * A CPU of a host, as the host numbers it. Any number of the protocol may come from a client or a certificate: whether
 * the host has such a CPU is decided by the core, and by the policies.
 *
 * @param number from 0 on for one that exists
 */
public record CpuId(long number) implements Comparable<CpuId> {
    /** Throws {@link IllegalArgumentException} for a number that is not an {@link Integer63}. */
    public CpuId {
        Integer63.of(number);
    }

    /** Returns the CPUs of these numbers. */
    public static SortedSet<CpuId> setOf(long... numbers) {
        return LongStream.of(numbers).mapToObj(CpuId::new).collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    public int compareTo(CpuId other) {
        return Long.compare(number, other.number);
    }

    @Override
    public String toString() {
        return Long.toString(number);
    }
}
