package org.albatross.core;

import java.util.Optional;

/**
 * What should be, and what is durable: one file in the state directory per unikernel.
 *
 * @param spec what should run
 * @param stopped whether a command has stopped it
 * @param fallback what comes back when {@code spec} ends before it is confirmed
 */
public record Desired(Spec spec, boolean stopped, Optional<Fallback> fallback) {
    /**
     * What an unconfirmed replacement has replaced.
     *
     * @param spec what ran before
     * @param confirmAfterSeconds how long the new one must run
     */
    public record Fallback(Spec spec, long confirmAfterSeconds) {}

    /** Something that should run, with nothing to fall back to. */
    public Desired(Spec spec) {
        this(spec, false, Optional.empty());
    }

    Desired withStopped(boolean nowStopped) {
        return new Desired(spec, nowStopped, fallback);
    }

    Desired confirmed() {
        return new Desired(spec, stopped, Optional.empty());
    }

    Desired withSpec(Spec other) {
        return new Desired(other, stopped, fallback);
    }
}
