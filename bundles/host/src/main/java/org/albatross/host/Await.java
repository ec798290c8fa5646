package org.albatross.host;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Waits for what another process does, which nothing announces. */
public final class Await {
    private static final long FIRST_PAUSE_MICROS = 500;
    private static final long LONGEST_PAUSE_MICROS = 20_000;

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
        long pause = FIRST_PAUSE_MICROS;
        while (true) {
            Optional<T> seen = look.look();
            if (seen.isPresent() || System.nanoTime() - begin > limit.toNanos()) {
                return seen;
            }
            try {
                TimeUnit.MICROSECONDS.sleep(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("the platform is stopping");
            }
            pause = Math.min(2 * pause, LONGEST_PAUSE_MICROS);
        }
    }
}
