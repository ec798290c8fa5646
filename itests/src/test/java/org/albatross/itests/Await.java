package org.albatross.itests;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits for what becomes true by itself. */
public final class Await {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private Await() {}

    /** An assertion, which throws {@link AssertionError} while it does not hold. */
    @FunctionalInterface
    public interface Assertion {
        void check() throws Exception;
    }

    /** What throws {@link AssertionError} while it has no value. */
    @FunctionalInterface
    public interface Question<V> {
        V ask() throws Exception;
    }

    /** Checks until the assertion holds; after the limit its last error is thrown. */
    public static void until(Duration limit, Assertion assertion) throws Exception {
        value(limit, () -> {
            assertion.check();
            return true;
        });
    }

    /** Asks until there is a value, and returns it; after the limit the last error is thrown. */
    public static <V> V value(Duration limit, Question<V> question) throws Exception {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            try {
                return question.ask();
            } catch (AssertionError e) {
                if (System.nanoTime() - end > 0) {
                    throw e;
                }
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
