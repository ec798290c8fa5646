package org.albatross.eventlog.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.albatross.model.Caller;
import org.albatross.model.EventRecord;
import org.albatross.model.Name;
import org.albatross.model.PolicyEvent;
import org.albatross.model.UnikernelEvent;

/** Events and limits for tests. */
final class Events {
    static final Instant TIME = Instant.parse("2026-11-29T09:00:00Z");
    static final Name A = Name.parse("a:web");
    static final Name B = Name.parse("b:web");

    /** Nothing is put aside, and all of a test fits into memory. */
    static final LogLimits WIDE =
            new LogLimits(1L << 30, Duration.ofDays(30), 8, 1 << 20, 4 << 20, 1 << 20, Duration.ofSeconds(1), 8);

    /** Files of some entries, of which three are kept, and next to nothing is kept in memory. */
    static final LogLimits NARROW =
            new LogLimits(2_000, Duration.ofDays(30), 3, 2_000, 4 << 20, 1 << 20, Duration.ofSeconds(1), 8);

    private Events() {}

    /** That {@code name} waits; a step of a unikernel's life. */
    static EventRecord waiting(Name name, String reason) {
        return new EventRecord(TIME, new Caller.Platform(), name, new UnikernelEvent.Waiting(reason));
    }

    /** A change that somebody has made. */
    static EventRecord change(Name name) {
        return new EventRecord(TIME, new Caller.Local(1, 1, 1), name, new PolicyEvent.Removed());
    }

    static List<Long> numbers(long first, long last) {
        List<Long> numbers = new ArrayList<>();
        for (long number = first; number <= last; number++) {
            numbers.add(number);
        }
        return numbers;
    }
}
