package org.albatross.console.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Holds a unikernel back that prints faster than its subscribers read: while one of them is a ring behind, the fifo is
 * not read, and the unikernel waits once its pipe is full, as under the original. A subscriber is waited for as long as
 * its peer takes the configured rate, measured over each {@link #INTERVAL}; below that it loses the lines that the
 * ring does not keep, and is waited for again when it has read all that there is.
 *
 * <p>Not safe for several threads: the console's lock is held.
 */
final class BackPressure {
    /** How long a rate is measured, and the longest time after which a fifo that is held is looked at again. */
    static final Duration INTERVAL = Duration.ofMillis(100);

    /** Fewer bytes than these are not read at once, so that a full ring is not filled in tiny steps. */
    private static final int LEAST_READ = 4096;

    private final ConsoleLimits limits;
    private final LongSupplier nanos;
    private final Map<Subscription, Long> taken = new HashMap<>();
    private boolean holding;
    private long since;

    /**
     * Holds nothing yet.
     *
     * @param nanos the time, as {@link System#nanoTime} tells it
     */
    BackPressure(ConsoleLimits limits, LongSupplier nanos) {
        this.limits = limits;
        this.nanos = nanos;
    }

    /** Returns how many bytes may be read from the fifo now; 0 when it is to be held. */
    int allowance(Ring ring, Collection<Subscription> subscriptions) {
        if (!limits.hold()) {
            return RingFile.TURN;
        }
        List<Subscription> behind = behind(ring, subscriptions);
        if (holding && !behind.isEmpty() && nanos.getAsLong() - since >= INTERVAL.toNanos()) {
            behind.forEach(this::measure);
            behind = behind(ring, subscriptions);
            holding = false;
        }
        if (!behind.isEmpty()) {
            hold(behind);
            return 0;
        }
        holding = false;
        taken.clear();
        return subscriptions.stream()
                .filter(Subscription::isWaitedFor)
                .mapToInt(ring::readable)
                .min()
                .orElse(RingFile.TURN);
    }

    /** Returns those that are waited for and that a read of a useful size could make lose lines. */
    static List<Subscription> behind(Ring ring, Collection<Subscription> subscriptions) {
        List<Subscription> behind = new ArrayList<>();
        for (Subscription subscription : subscriptions) {
            if (subscription.isWaitedFor() && ring.readable(subscription) < LEAST_READ) {
                behind.add(subscription);
            }
        }
        return behind;
    }

    private void hold(List<Subscription> behind) {
        if (!holding) {
            holding = true;
            since = nanos.getAsLong();
            taken.clear();
        }
        behind.forEach(subscription -> taken.putIfAbsent(subscription, subscription.taken()));
    }

    /** One that is not blocked has not been given anything yet: then we are slow, and not its peer. */
    private void measure(Subscription subscription) {
        Long before = taken.get(subscription);
        if (before == null || !subscription.isBlocked()) {
            return;
        }
        double seconds = (nanos.getAsLong() - since) / 1e9;
        if (subscription.taken() - before < limits.holdBytesPerSecond() * seconds) {
            subscription.waitNoLonger();
        }
    }
}
