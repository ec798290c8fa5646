package org.albatross.admission;

/** Keeps what strangers can make the platform tell, in its log or as events, below what fills a disk. For any thread. */
public final class LineLimit {
    /** How many within {@link #PERIOD_NANOS}. */
    private static final int MOST_LINES = 20;

    private static final long PERIOD_NANOS = 10_000_000_000L;

    private long periodBegan = System.nanoTime();
    private int lines;
    private long unsaid;

    /** Returns whether one more may be told; one that may not is counted. */
    public synchronized boolean allow() {
        long now = System.nanoTime();
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
