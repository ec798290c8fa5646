package org.albatross.tls.internal;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.albatross.pki.UntrustedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log of who was turned away and why: a line each, and of a crowd a number. For any thread. */
final class Refusals {
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    /** Lines within {@link #PERIOD_NANOS}: a stranger is not to fill the disk. */
    private static final int MOST_LINES = 20;

    private static final long PERIOD_NANOS = 10_000_000_000L;

    private final AtomicLong unsaid = new AtomicLong();
    private long periodBegan = System.nanoTime();
    private int lines;

    /** A handshake has failed: whose certificates are to blame is said, and what may be a scan only when asked for. */
    void handshake(PeerAddress peer, Exception why) {
        Optional<UntrustedException> untrusted = untrusted(why);
        if (untrusted.isPresent()) {
            certificate(peer, untrusted.get().reason().message());
        } else {
            LOG.debug("no handshake with {}: {}", peer, why.toString());
        }
    }

    /** The certificates of a peer, which are named in the reason, were not good for what it asked. */
    void certificate(PeerAddress peer, String reason) {
        if (mayBeSaid()) {
            long missing = unsaid.getAndSet(0);
            if (missing > 0) {
                LOG.warn("{} more certificates were refused before", missing);
            }
            LOG.warn("refused {}: {}", peer, reason);
        } else {
            unsaid.incrementAndGet();
        }
    }

    private synchronized boolean mayBeSaid() {
        long now = System.nanoTime();
        if (now - periodBegan > PERIOD_NANOS) {
            periodBegan = now;
            lines = 0;
        }
        lines++;
        return lines <= MOST_LINES;
    }

    private static Optional<UntrustedException> untrusted(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UntrustedException untrusted) {
                return Optional.of(untrusted);
            }
        }
        return Optional.empty();
    }
}
