package org.albatross.host;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Waits for what another process does, which nothing announces. */
public final class Await {
    private static final long SHORTEST_PAUSE_NANOS = 250_000;
    private static final long LONGEST_PAUSE_NANOS = 20_000_000;
    /** A pause is this part of what was waited for already, so that little is waited in vain. */
    private static final long PART = 8;

    private Await() {}

    /** Looks whether it has happened. */
    @FunctionalInterface
    public interface Look<T> {
        /** Returns nothing when it has not happened yet. */
        Optional<T> look() throws IOException;
    }

    /**
     * Looks again and again, at growing intervals, until there is something to see.
     *
     * @return nothing when {@code limit} has passed
     * @throws InterruptedIOException when the thread is interrupted
     */
    public static <T> Optional<T> until(Duration limit, Look<T> look) throws IOException {
        long begin = System.nanoTime();
        while (true) {
            Optional<T> seen = look.look();
            long waited = System.nanoTime() - begin;
            if (seen.isPresent() || waited > limit.toNanos()) {
                return seen;
            }
            try {
                TimeUnit.NANOSECONDS.sleep(
                        Math.min(Math.max(waited / PART, SHORTEST_PAUSE_NANOS), LONGEST_PAUSE_NANOS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("the platform is stopping");
            }
        }
    }
}
