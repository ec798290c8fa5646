package org.albatross.admission;

import java.time.Duration;

/**
 * How much may come before it is known who a client is: its certificates, and the image in one of them.
 *
 * @param largest bytes of the largest handshake or introduction, of which nearly all are the client's certificates
 */
public record CertificateLimits(long largest) {
    /** The bytes beyond which a handshake or an introduction is large: one at a time is received. */
    public static final int LARGE = 1 << 16;

    /** How long a large one may take, from the moment that it is its turn; and how long it may wait for that. */
    public static final Duration LARGE_WITHIN = Duration.ofSeconds(60);

    /** How often the bytes are in memory at once. */
    private static final int COPIES = 5;

    /** Returns these, with none so large that it would need more than half of the heap. */
    CertificateLimits within(long heap) {
        return new CertificateLimits(Math.min(largest, heap / 2 / COPIES));
    }
}
