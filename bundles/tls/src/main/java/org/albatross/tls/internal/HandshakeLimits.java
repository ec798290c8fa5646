package org.albatross.tls.internal;

import java.time.Duration;
import org.albatross.admission.CertificateLimits;
import org.albatross.session.Share;

/**
 * What may be taken by peers of whom nothing is known.
 *
 * @param pending handshakes at once; what the record calls an account is a network here
 * @param within how long one may take
 * @param certificates how large one may be
 */
record HandshakeLimits(Share pending, Duration within, CertificateLimits certificates) {
    /** Bytes that a record of a large one has at least, on average: each costs the time for all before it. */
    static final int LEAST_RECORD = 1 << 12;
}
