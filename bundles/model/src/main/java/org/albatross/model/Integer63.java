package org.albatross.model;

/**
 * The range of an integer of the protocol: that of OCaml's {@code int}, beyond which the original refuses one
 * (docs/protocol.md section 2).
 */
public final class Integer63 {
    /** The largest; the original says "without a limit" by it. */
    public static final long MAX = (1L << 62) - 1;

    /** The smallest. */
    public static final long MIN = -(1L << 62);

    private Integer63() {}

    /** Tells whether a number is one of them. */
    public static boolean holds(long number) {
        return number >= MIN && number <= MAX;
    }

    /**
     * Returns a number that is one of them.
     *
     * @throws IllegalArgumentException for any other, with a message that names the limits
     */
    public static long of(long number) {
        if (!holds(number)) {
            throw new IllegalArgumentException("the number " + number + " is not one of " + MIN + " to " + MAX);
        }
        return number;
    }
}
