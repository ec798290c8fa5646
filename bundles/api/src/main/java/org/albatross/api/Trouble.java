package org.albatross.api;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * Decides when the log gets a line about something that goes wrong and is well again: one when it begins and one when it ends.
 * When it begins again within a minute of its end, as with a server that takes every other request, the end of that is told only
 * after a minute without it, so that whoever goes on and off cannot fill the log. For one thread at a time; times are those of
 * {@link System#nanoTime}.
 */
public final class Trouble {
    /** How long all has to be well. */
    public static final Duration QUIET = Duration.ofMinutes(1);

    private boolean told;
    private boolean again;
    private long last;
    private OptionalLong ended = OptionalLong.empty();

    /** All is well. */
    public Trouble() {}

    /** Notes that something went wrong; tells whether the log gets a line for it. */
    public boolean begins(long nanos) {
        last = nanos;
        if (told) {
            return false;
        }
        told = true;
        again = ended.isPresent() && nanos - ended.getAsLong() < QUIET.toNanos();
        return true;
    }

    /** Notes that something went well; tells whether the log gets a line for it. */
    public boolean ends(long nanos) {
        if (!told || (again && nanos - last < QUIET.toNanos())) {
            return false;
        }
        told = false;
        ended = OptionalLong.of(nanos);
        return true;
    }

    /** Returns whether the log was told that it has begun, and not yet that it has ended. */
    public boolean isTold() {
        return told;
    }
}
