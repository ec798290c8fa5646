package org.albatross.core;

import java.time.Duration;

/**
 * What an operator may set about decisions.
 *
 * @param ancestors which policies a use of resources is checked against
 * @param firstBackOff the wait before the first automatic restart
 * @param longestBackOff the wait that the following ones grow to
 * @param steadyAfter how long a unikernel must run for its back-off to begin anew
 * @param retryWaiting how long one that waits for the machine rests before it is tried again
 * @param finishedKept how many finished unikernels {@code status} remembers
 * @param finishedFor for how long
 * @param shutdownWithin for how long a shutdown keeps to the start order; then it ends what is left all at once
 */
public record Limits(
        Ancestors ancestors,
        Duration firstBackOff,
        Duration longestBackOff,
        Duration steadyAfter,
        Duration retryWaiting,
        int finishedKept,
        Duration finishedFor,
        Duration shutdownWithin) {
    /** Which policies count. */
    public enum Ancestors {
        /** Every one from the path to the root. */
        ALL,
        /** The one stored at exactly the path, as the original does. */
        EXACT
    }

    /** The defaults. */
    public static final Limits DEFAULT = new Limits(
            Ancestors.ALL,
            Duration.ofMillis(500),
            Duration.ofMinutes(1),
            Duration.ofMinutes(1),
            Duration.ofSeconds(5),
            100,
            Duration.ofDays(7),
            Duration.ofMinutes(1));

    /** Throws {@link IllegalArgumentException} for a negative number or a wait of 0. */
    public Limits {
        if (firstBackOff.isNegative()
                || firstBackOff.isZero()
                || longestBackOff.compareTo(firstBackOff) < 0
                || retryWaiting.isNegative()
                || retryWaiting.isZero()) {
            throw new IllegalArgumentException("back-off from " + firstBackOff + " to " + longestBackOff
                    + " and retries every " + retryWaiting + ": none may be 0, and the longest not below the first");
        }
        if (finishedKept < 0) {
            throw new IllegalArgumentException("cannot keep " + finishedKept + " finished unikernels");
        }
    }
}
