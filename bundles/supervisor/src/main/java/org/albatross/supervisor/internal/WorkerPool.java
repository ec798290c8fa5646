package org.albatross.supervisor.internal;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.albatross.threads.PlatformThreads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A bounded number of threads with a name. A task that comes after their stop is dropped. For any thread. */
final class WorkerPool implements Executor {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerPool.class);

    private final String name;
    private final ExecutorService threads;

    /** Starts threads as they are needed, at most {@code number}. */
    WorkerPool(String name, int number) {
        this.name = name;
        this.threads = PlatformThreads.pool(name, number);
    }

    @Override
    public void execute(Runnable task) {
        threads.execute(task);
    }

    /** Lets what has come be done within a limit, and interrupts what has not, for which the limit counts again. */
    void stop(Duration limit) throws InterruptedException {
        threads.shutdown();
        if (!threads.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            stopNow();
            if (!threads.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("{} still works after {} s", name, 2 * limit.toSeconds());
            }
        }
    }

    /** Interrupts what is being done, and forgets the rest. */
    void stopNow() {
        threads.shutdownNow();
    }
}
