package org.albatross.admission;

import java.util.Optional;
import org.albatross.pki.UntrustedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log of who was turned away and why: a line each, and of a crowd a number. For any thread. */
public final class Refusals {
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    private final LineLimit limit;

    /** Nobody was turned away yet. */
    public Refusals() {
        this(new LineLimit());
    }

    Refusals(LineLimit limit) {
        this.limit = limit;
    }

    /** A handshake has failed: whose certificates are to blame is said, and what may be a scan only when asked for. */
    public void handshake(String peer, Exception why) {
        Optional<UntrustedException> untrusted = untrusted(why);
        if (untrusted.isPresent()) {
            certificate(peer, untrusted.get().reason().message());
        } else {
            LOG.debug("no handshake with {}: {}", peer, why.toString());
        }
    }

    /** The certificates of a peer, which are named in the reason, were not good for what it asked. */
    public void certificate(String peer, String reason) {
        if (limit.allow()) {
            long missing = limit.takeUnsaid();
            if (missing > 0) {
                LOG.warn("{} more certificates were refused before", missing);
            }
            LOG.warn("refused {}: {}", peer, reason);
        }
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
