package org.albatross.host;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Waits for what another process does. */
public final class Await {
    private static final long SHORTEST_PAUSE_NANOS = 250_000;
    private static final long LONGEST_PAUSE_NANOS = 20_000_000;
    private static final Duration LONGEST_PAUSE = Duration.ofNanos(LONGEST_PAUSE_NANOS);
    /** A pause is this part of what was waited for already, so that little is waited in vain. */
    private static final long PART = 8;

    private Await() {}

    /** Looks whether it has happened. */
    @FunctionalInterface
    public interface Look<T> {
        /** Returns nothing when it has not happened yet. */
        Optional<T> look() throws IOException;
    }

    /** In the place of changes that nothing tells of: pauses that grow with the time since this call. */
    public static HostFiles.Changes pauses() {
        return new Pauses(System.nanoTime());
    }

    private record Pauses(long begin) implements HostFiles.Changes {
        @Override
        public void await(Duration atMost) throws InterruptedException {
            long pause = Math.max((System.nanoTime() - begin) / PART, SHORTEST_PAUSE_NANOS);
            TimeUnit.NANOSECONDS.sleep(Math.min(pause, atMost.toNanos()));
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }

    /**
     * Looks again and again, at growing intervals, until there is something to see.
     *
     * @return nothing when {@code limit} has passed
     * @throws InterruptedIOException when the thread is interrupted
     */
    public static <T> Optional<T> until(Duration limit, Look<T> look) throws IOException {
        try (HostFiles.Changes pauses = pauses()) {
            return until(limit, pauses, look);
        }
    }

    /** The same, looking after each change, and every 20 ms: not all that is waited for has to be told of. */
    public static <T> Optional<T> until(Duration limit, HostFiles.Changes changes, Look<T> look) throws IOException {
        long begin = System.nanoTime();
        while (true) {
            Optional<T> seen = look.look();
            if (seen.isPresent() || System.nanoTime() - begin > limit.toNanos()) {
                return seen;
            }
            try {
                changes.await(LONGEST_PAUSE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("the platform is stopping");
            }
        }
    }
}
