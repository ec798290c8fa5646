package org.albatross.threads;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A pool that tells how long each task has taken. */
final class TimedPool extends AbstractExecutorService {
    private final ExecutorService threads;
    private final Consumer<Duration> took;

    TimedPool(ExecutorService threads, Consumer<Duration> took) {
        this.threads = threads;
        this.took = took;
    }

    @Override
    public void execute(Runnable task) {
        threads.execute(() -> {
            long begun = System.nanoTime();
            try {
                task.run();
            } finally {
                took.accept(Duration.ofNanos(System.nanoTime() - begun));
            }
        });
    }

    @Override
    public void shutdown() {
        threads.shutdown();
    }

    @Override
    public List<Runnable> shutdownNow() {
        return threads.shutdownNow();
    }

    @Override
    public boolean isShutdown() {
        return threads.isShutdown();
    }

    @Override
    public boolean isTerminated() {
        return threads.isTerminated();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return threads.awaitTermination(timeout, unit);
    }
}
