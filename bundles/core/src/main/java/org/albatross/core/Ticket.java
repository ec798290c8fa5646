package org.albatross.core;

/**
 * Which effect an outcome belongs to. Each is given out once in a platform's life, a later one compares as greater.
 *
 * @param number from 1 on
 */
public record Ticket(long number) implements Comparable<Ticket> {
    /** Throws {@link IllegalArgumentException} for a number that is not positive. */
    public Ticket {
        if (number < 1) {
            throw new IllegalArgumentException("ticket " + number);
        }
    }

    @Override
    public int compareTo(Ticket other) {
        return Long.compare(number, other.number);
    }

    @Override
    public String toString() {
        return Long.toString(number);
    }
}
