package org.albatross.tls.internal;

import java.time.Duration;
import org.albatross.session.Share;

/**
 * What may be taken by peers of whom nothing is known.
 *
 * @param pending handshakes at once; what the record calls an account is a network here
 * @param within how long one may take
 * @param largest bytes of the largest one, of which nearly all are the client's certificates
 */
record HandshakeLimits(Share pending, Duration within, long largest) {
    /** The bytes beyond which a handshake is large, and one at a time is. */
    static final int LARGE = 1 << 16;

    /** How long a large one may take, from the moment that it is its turn; and how long it may wait for that. */
    static final Duration LARGE_WITHIN = Duration.ofSeconds(60);

    /** Bytes that a record of a large one has at least, on average: each costs the time for all before it. */
    static final int LEAST_RECORD = 1 << 12;

    /** How often the bytes of a handshake are in memory at once. */
    static final int COPIES = 5;

    /** Returns these, with none so large that it would need more than half of the heap. */
    HandshakeLimits within(long heap) {
        return new HandshakeLimits(pending, within, Math.min(largest, heap / 2 / COPIES));
    }
}
