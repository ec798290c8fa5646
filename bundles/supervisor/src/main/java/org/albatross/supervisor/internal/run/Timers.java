package org.albatross.supervisor.internal.run;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.albatross.threads.PlatformThreads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs short tasks after a while, by the monotonic clock, on one thread. For any thread. */
public final class Timers {
    private static final Logger LOG = LoggerFactory.getLogger(Timers.class);

    private final ScheduledThreadPoolExecutor executor;

    /** Starts the thread when it is first needed. */
    public Timers() {
        executor = PlatformThreads.timer("albatross-timers");
    }

    /** Runs a task that does not wait for anything; after {@link #stop} it never runs. */
    public void after(Duration delay, Runnable task) {
        ScheduledFuture<?> unused =
                executor.schedule(() -> run(task), Math.max(0, delay.toNanos()), TimeUnit.NANOSECONDS);
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("A timer's task failed", e);
        }
    }

    /** Forgets all tasks. */
    public void stop() {
        executor.shutdownNow();
    }
}
