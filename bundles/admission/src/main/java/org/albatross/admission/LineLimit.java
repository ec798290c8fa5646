package org.albatross.admission;

import java.util.function.LongSupplier;

/** Keeps what strangers can make the platform tell, in its log or as events, below what fills a disk. For any thread. */
public final class LineLimit {
    /** How many within {@link #PERIOD_NANOS}. */
    private static final int MOST_LINES = 20;

    private static final long PERIOD_NANOS = 10_000_000_000L;

    private final LongSupplier nanoTime;
    private long periodBegan;
    private int lines;
    private long unsaid;

    /** None was told yet. */
    public LineLimit() {
        this(System::nanoTime);
    }

    LineLimit(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        periodBegan = nanoTime.getAsLong();
    }

    /** Returns whether one more may be told; one that may not is counted. */
    public synchronized boolean allow() {
        long now = nanoTime.getAsLong();
        if (now - periodBegan > PERIOD_NANOS) {
            periodBegan = now;
            lines = 0;
        }
        lines++;
        boolean allowed = lines <= MOST_LINES;
        if (!allowed) {
            unsaid++;
        }
        return allowed;
    }

    /** Returns how many were counted since this was asked. */
    public synchronized long takeUnsaid() {
        long count = unsaid;
        unsaid = 0;
        return count;
    }
}
