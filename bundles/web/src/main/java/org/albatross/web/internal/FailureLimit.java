package org.albatross.web.internal;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Bounds how often somebody may fail to log in: five times a minute for one user from one address. Of those who have failed the last
 * thousand are known. For any thread.
 */
final class FailureLimit {
    static final int MOST = 5;
    static final Duration WINDOW = Duration.ofMinutes(1);
    static final int MOST_KNOWN = 1000;

    private final LongSupplier nanos;
    private final Map<String, Failures> failures = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > MOST_KNOWN;
        }
    };

    /** How often somebody has failed since a moment. */
    private record Failures(long sinceNanos, int count) {}

    /** Nobody has failed. */
    FailureLimit(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Returns after how many seconds somebody may try again; nothing when it may be now. */
    synchronized OptionalLong wait(String who) {
        Failures known = failures.get(who);
        if (known == null || known.count() < MOST) {
            return OptionalLong.empty();
        }
        long left = WINDOW.toNanos() - (nanos.getAsLong() - known.sinceNanos());
        return left <= 0 ? OptionalLong.empty() : OptionalLong.of(TimeUnit.NANOSECONDS.toSeconds(left) + 1);
    }

    /** Somebody has failed. */
    synchronized void failed(String who) {
        long now = nanos.getAsLong();
        Failures known = failures.remove(who);
        boolean recent = known != null && now - known.sinceNanos() < WINDOW.toNanos();
        Failures unused =
                failures.put(who, recent ? new Failures(known.sinceNanos(), known.count() + 1) : new Failures(now, 1));
    }
}
