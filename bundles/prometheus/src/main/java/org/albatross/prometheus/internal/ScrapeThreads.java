package org.albatross.prometheus.internal;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that serve scrapes. The log says once when one has taken so long that its connection was closed, and once when
 * one is served in time again. For any thread.
 */
final class ScrapeThreads extends AbstractExecutorService {
    private static final Logger LOG = LoggerFactory.getLogger("org.albatross.prometheus");

    private final ExecutorService threads;
    private final Duration longest;
    private final String address;
    private boolean hanging;

    /**
     * On these threads.
     *
     * @param longest after which time a connection is closed
     * @param address where scrapes come from, for people
     */
    ScrapeThreads(ExecutorService threads, Duration longest, String address) {
        this.threads = threads;
        this.longest = longest;
        this.address = address;
    }

    @Override
    public void execute(Runnable scrape) {
        threads.execute(() -> {
            long begun = System.nanoTime();
            try {
                scrape.run();
            } finally {
                served(Duration.ofNanos(System.nanoTime() - begun));
            }
        });
    }

    /** Notes how long a scrape has taken. */
    synchronized void served(Duration time) {
        boolean hangs = time.compareTo(longest) >= 0;
        if (hangs && !hanging) {
            LOG.warn(
                    "A scrape of {} was closed: in {} s it sent no whole request, or did not take the answer",
                    address,
                    longest.toSeconds());
        } else if (!hangs && hanging) {
            LOG.info("A scrape of {} was served in time again", address);
        }
        hanging = hangs;
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
