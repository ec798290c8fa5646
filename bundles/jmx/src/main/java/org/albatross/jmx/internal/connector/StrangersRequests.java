package org.albatross.jmx.internal.connector;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bounds what all those together may ask for who are not known: RMI remembers for a lease who says to hold a reference, and asks nobody
 * for a password before. For any thread.
 */
final class StrangersRequests {
    /** The most requests in a period; a client that logs in sends less than ten. */
    static final int MOST = 10_000;

    private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final AtomicInteger requests = new AtomicInteger();
    private volatile long since;

    /** Begins a period at {@code nanos} of a monotonic clock. */
    StrangersRequests(long nanos) {
        since = nanos;
    }

    /** Counts one, and tells whether it may be. */
    boolean take() {
        return requests.updateAndGet(count -> Math.min(count + 1, MOST + 1)) <= MOST;
    }

    /** Begins the next period when it is time for it. To be called now and then. */
    void look(long nanos) {
        if (nanos - since >= PERIOD_NANOS) {
            since = nanos;
            requests.set(0);
        }
    }
}
