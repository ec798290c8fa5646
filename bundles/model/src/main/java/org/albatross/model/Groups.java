package org.albatross.model;

import java.util.Arrays;
import java.util.stream.LongStream;

/** The supplementary groups of a process, by number. At most {@value #MOST} of them count, the lowest ones. */
public final class Groups {
    /** The most groups that are kept of a process, for each connection; the kernel allows 65536. */
    public static final int MOST = 1024;

    /** No group. */
    public static final Groups NONE = new Groups(new int[0]);

    /** Of 32 bits without a sign, in the order that they have with one. */
    private final int[] numbers;

    private Groups(int[] numbers) {
        this.numbers = numbers;
    }

    /** Returns these groups, in any order. */
    public static Groups of(long... numbers) {
        int[] lowest = LongStream.of(numbers)
                .sorted()
                .limit(MOST)
                .mapToInt(number -> (int) number)
                .toArray();
        Arrays.sort(lowest);
        return new Groups(lowest);
    }

    /** Tells whether a group is one of them. */
    public boolean contains(long group) {
        return Integer.toUnsignedLong((int) group) == group && Arrays.binarySearch(numbers, (int) group) >= 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Groups groups && Arrays.equals(numbers, groups.numbers);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(numbers);
    }

    /** Returns the numbers with blanks between them. */
    @Override
    public String toString() {
        return String.join(
                " ", Arrays.stream(numbers).mapToObj(Integer::toUnsignedString).toList());
    }
}
