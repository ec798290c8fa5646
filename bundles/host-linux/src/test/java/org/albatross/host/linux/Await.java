package org.albatross.host.linux;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits for what another process or thread does, for at most 20 seconds. */
public final class Await {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(2);

    /** What is waited for. */
    @FunctionalInterface
    public interface Condition {
        /** Tells whether it holds now. */
        boolean holds() throws IOException;
    }

    private Await() {}

    /** Returns when the condition holds; fails when it does not within the limit. */
    public static void until(String what, Condition condition) throws IOException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + LIMIT.toSeconds() + " s: " + what);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
