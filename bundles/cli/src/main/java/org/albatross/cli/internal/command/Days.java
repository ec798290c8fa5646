package org.albatross.cli.internal.command;

import java.time.Duration;
import org.albatross.cli.internal.run.CommandFailure;

/** How long a certificate or a list is valid. */
final class Days {
    private static final long MOST = 36_500;

    private Days() {}

    /** Returns a number of days that an option gives. */
    static Duration of(String option, long days) throws CommandFailure {
        if (days < 1 || days > MOST) {
            throw CommandFailure.usage(option + " " + days + ", 1 to " + MOST + " days are possible");
        }
        return Duration.ofDays(days);
    }
}
