package org.albatross.edge.internal;

import java.time.Duration;

/**
 * What the edge may take of the platform before it has said whom it speaks for.
 *
 * @param pending connections at once that have not said it
 * @param within how long one may take
 * @param largest bytes of the largest introduction, of which nearly all are the client's certificates
 */
record ReceptionLimits(int pending, Duration within, long largest) {
    /** The bytes beyond which an introduction is large, and one at a time is received. */
    static final int LARGE = 1 << 16;

    /** How long a large one may take, from the moment that it is its turn; and how long it may wait for that. */
    static final Duration LARGE_WITHIN = Duration.ofSeconds(60);

    /** How often the bytes of an introduction are in memory at once. */
    static final int COPIES = 5;

    /** Returns these, with none so large that it would need more than half of the heap. */
    ReceptionLimits within(long heap) {
        return new ReceptionLimits(pending, within, Math.min(largest, heap / 2 / COPIES));
    }
}
