package org.albatross.model;

/**
 * A number of megabytes of 2^20 bytes: memory, or the size of a block device. Any number of the protocol may come from a
 * client, a certificate or a file, one below zero too; what is too little is refused by the core, with the reason.
 *
 * @param count how many
 */
public record Megabytes(long count) implements Comparable<Megabytes> {
    /** How many bytes one has. */
    public static final long BYTES = 1L << 20;

    /** None. */
    public static final Megabytes ZERO = new Megabytes(0);

    /** Throws {@link IllegalArgumentException} for a number that is not an {@link Integer63}. */
    public Megabytes {
        Integer63.of(count);
    }

    /** Returns how many whole megabytes so many bytes have. */
    public static Megabytes ofBytes(long bytes) {
        return new Megabytes(bytes / BYTES);
    }

    /** Returns how many bytes these are; the largest or smallest {@code long} where that is beyond it. */
    public long bytes() {
        if (count > Long.MAX_VALUE / BYTES) {
            return Long.MAX_VALUE;
        }
        return Math.max(count, Long.MIN_VALUE / BYTES) * BYTES;
    }

    /** Tells whether so many bytes fit into these, whatever the numbers are. */
    public boolean hold(long bytes) {
        return bytes <= 0 ? count >= 0 : (bytes - 1) / BYTES < count;
    }

    /** Returns both together; the largest number of the protocol where that is more, so that a sum never becomes small. */
    public Megabytes plus(Megabytes other) {
        return within(count + other.count);
    }

    /** Returns what is left of these; the smallest number of the protocol where that is less. */
    public Megabytes minus(Megabytes other) {
        return within(count - other.count);
    }

    /** The sum, or the difference, of two integers of 63 bits fits 64. */
    private static Megabytes within(long exact) {
        return new Megabytes(Math.max(Integer63.MIN, Math.min(Integer63.MAX, exact)));
    }

    /** Tells whether these are more. */
    public boolean exceeds(Megabytes other) {
        return count > other.count;
    }

    /** Returns the larger one. */
    public Megabytes max(Megabytes other) {
        return other.exceeds(this) ? other : this;
    }

    /** Returns the smaller one. */
    public Megabytes min(Megabytes other) {
        return exceeds(other) ? other : this;
    }

    @Override
    public int compareTo(Megabytes other) {
        return Long.compare(count, other.count);
    }

    @Override
    public String toString() {
        return Long.toString(count);
    }
}
