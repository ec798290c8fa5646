package org.albatross.pki;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * From when to when a certificate is valid, in whole seconds.
 *
 * @param begin the first moment
 * @param end the last one
 */
public record Validity(Instant begin, Instant end) {
    /** How long before the present it begins, so that clocks need not agree to the second. */
    public static final Duration LEEWAY = Duration.ofSeconds(10);

    /** The years of X.509 have four digits. */
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    /** Throws {@link IllegalArgumentException} when it ends before it begins, or beyond the year 9999. */
    public Validity {
        begin = begin.truncatedTo(ChronoUnit.SECONDS);
        end = end.truncatedTo(ChronoUnit.SECONDS);
        if (end.isBefore(begin) || end.isAfter(LATEST)) {
            throw new IllegalArgumentException("a validity from " + begin + " to " + end + " is not possible");
        }
    }

    /** Returns the validity of what is made now and lasts for some time. */
    public static Validity of(Instant now, Duration time) {
        return new Validity(now.minus(LEEWAY), now.plus(time));
    }
}
