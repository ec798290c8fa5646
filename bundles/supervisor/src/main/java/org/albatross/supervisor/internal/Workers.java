package org.albatross.supervisor.internal;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A bounded number of threads with a name. A task that comes after their stop is dropped. For any thread. */
final class Workers implements Executor {
    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

    private final String name;
    private final ExecutorService threads;

    /** Starts threads as they are needed, at most {@code number}. */
    Workers(String name, int number) {
        AtomicInteger last = new AtomicInteger();
        this.name = name;
        this.threads = Executors.newFixedThreadPool(number, task -> {
            Thread thread = new Thread(task, name + "-" + last.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public void execute(Runnable task) {
        try {
            threads.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("{} has stopped", name, e);
        }
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
