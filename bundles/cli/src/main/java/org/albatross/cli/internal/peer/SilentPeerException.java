package org.albatross.cli.internal.peer;

import java.io.IOException;
import java.time.Duration;

/** The peer has neither sent nor taken a byte for as long as it may. */
final class SilentPeerException extends IOException {
    private static final long serialVersionUID = 1;

    SilentPeerException(Duration limit) {
        super("the platform has neither sent nor taken a byte for " + limit.toSeconds()
                + " s; whether it carries the command out is not known (--timeout)");
    }
}
