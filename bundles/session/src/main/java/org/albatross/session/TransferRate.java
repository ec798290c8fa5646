package org.albatross.session;

import java.time.Duration;

/**
 * How fast a peer sends or takes something, over the time in which it was its turn: what it had to wait for itself does
 * not count against it. Of one thread.
 */
final class TransferRate {
    private long bytes;
    private long waited;
    private long pause;
    private long last = System.nanoTime();

    /** Says that the peer has moved this many bytes. */
    void moved(long count) {
        if (count > 0) {
            bytes += count;
            pause = 0;
        }
    }

    /** Says what the time is, and whether it was the peer's turn since this was said last. */
    void tick(long now, boolean peersTurn) {
        if (peersTurn) {
            waited += now - last;
            pause += now - last;
        } else {
            pause = 0;
        }
        last = now;
    }

    /** Tells whether it was waited for longer than this altogether. */
    boolean hasWaited(Duration limit) {
        return waited > limit.toNanos();
    }

    /** Tells whether not a byte has moved for this time. */
    boolean pauses(Duration limit) {
        return pause > limit.toNanos();
    }

    /** Tells whether fewer than {@code rate} bytes a second have moved on average, not counting {@code grace}. */
    boolean isBelow(long rate, Duration grace) {
        return waited - grace.toNanos() > Duration.ofSeconds(1).toNanos() * ((double) bytes / rate);
    }

    /** Returns how much has moved in which time, for people. */
    @Override
    public String toString() {
        return bytes + " bytes within " + Duration.ofNanos(waited).toSeconds() + " s";
    }
}
