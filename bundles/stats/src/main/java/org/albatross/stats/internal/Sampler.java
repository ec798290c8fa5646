package org.albatross.stats.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.albatross.api.Sample;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a sample every interval while anybody looks, never two within one interval, and gives it to all who looked when its
 * round began. Rounds run on the timer's thread; the other methods are for any thread.
 */
final class Sampler {
    private static final Logger LOG = LoggerFactory.getLogger(Sampler.class);

    /** Measures. */
    interface Source {
        /** Takes a sample; {@code complete} tells whether it needs more than what processes use. */
        Sample take(boolean complete) throws IOException, InterruptedException;
    }

    private final Source source;
    private final Duration interval;
    private final ScheduledExecutorService timer;

    /** Who looks, and whether it wants complete samples. */
    private final Map<Consumer<Sample>, Boolean> lookers = new ConcurrentHashMap<>();

    private final AtomicLong rounds = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    /** Whether a round runs or is about to. */
    private boolean ticking;

    private long lastRound;
    private volatile Optional<Sample> latest = Optional.empty();
    private boolean failing;

    Sampler(Source source, Duration interval, ScheduledExecutorService timer) {
        this.source = source;
        this.interval = interval;
        this.timer = timer;
        lastRound = System.nanoTime() - interval.toNanos();
    }

    /**
     * Gives each sample to {@code looker} from the next round on, until it is removed.
     *
     * @param looker must not wait
     * @param complete whether it wants to know more than what processes use
     */
    synchronized void add(Consumer<Sample> looker, boolean complete) {
        lookers.put(looker, complete);
        if (!ticking) {
            ticking = true;
            schedule(lastRound + interval.toNanos() - System.nanoTime());
        }
    }

    /** Gives no more to it. A round that finds nobody is the last one. */
    synchronized void remove(Consumer<Sample> looker) {
        lookers.remove(looker);
        if (lookers.isEmpty()) {
            latest = Optional.empty();
        }
    }

    /** Returns the sample of the last round, while anybody looks. */
    Optional<Sample> latest() {
        return latest;
    }

    /** Returns how many rounds there were. */
    long rounds() {
        return rounds.get();
    }

    /** Returns how many rounds brought nothing. */
    long failures() {
        return failures.get();
    }

    private synchronized void schedule(long delayNanos) {
        ScheduledFuture<?> unused = timer.schedule(this::round, Math.max(0, delayNanos), TimeUnit.NANOSECONDS);
    }

    private void round() {
        List<Map.Entry<Consumer<Sample>, Boolean>> present;
        long began = System.nanoTime();
        synchronized (this) {
            lastRound = began;
            present = List.copyOf(lookers.entrySet());
        }
        if (!present.isEmpty()) {
            take(present);
        }
        synchronized (this) {
            if (lookers.isEmpty()) {
                ticking = false;
                latest = Optional.empty();
            } else {
                schedule(began + interval.toNanos() - System.nanoTime());
            }
        }
    }

    private void take(List<Map.Entry<Consumer<Sample>, Boolean>> present) {
        try {
            Sample sample = source.take(present.stream().anyMatch(Map.Entry::getValue));
            rounds.incrementAndGet();
            latest = Optional.of(sample);
            present.forEach(looker -> looker.getKey().accept(sample));
            if (failing) {
                failing = false;
                LOG.info("What unikernels use can be measured again");
            }
        } catch (IOException e) {
            failures.incrementAndGet();
            if (!failing) {
                failing = true;
                LOG.error("What unikernels use cannot be measured: {}", e.getMessage());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
