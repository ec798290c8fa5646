package org.albatross.core;

/**
 * Which request something is done for. No two requests of a platform's life have the same.
 *
 * @param number from 1 on; 0 is the platform's own: {@link #PLATFORM}
 */
public record RequestId(long number) implements Comparable<RequestId> {
    /** What the platform does of itself: nobody is answered. */
    public static final RequestId PLATFORM = new RequestId(0);

    /** Throws {@link IllegalArgumentException} for a negative number. */
    public RequestId {
        if (number < 0) {
            throw new IllegalArgumentException("request " + number);
        }
    }

    @Override
    public int compareTo(RequestId other) {
        return Long.compare(number, other.number);
    }

    @Override
    public String toString() {
        return Long.toString(number);
    }
}
