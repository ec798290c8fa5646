package org.albatross.core;

import java.util.Optional;
import org.albatross.model.Confirmation;

/**
 * What should be, and what is durable: one file in the state directory per unikernel.
 *
 * @param spec what should run
 * @param stopped whether a command has stopped it
 * @param fallback what comes back unless {@code spec} is confirmed
 */
public record Desired(Spec spec, boolean stopped, Optional<Fallback> fallback) {
    /**
     * What an unconfirmed replacement has replaced.
     *
     * @param spec what ran before
     * @param confirmation when the new one stays
     */
    public record Fallback(Spec spec, Confirmation confirmation) {}

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

    /** Returns what was before. */
    Desired fallenBack() {
        return new Desired(fallback.orElseThrow().spec());
    }

    Desired withSpec(Spec other) {
        return new Desired(other, stopped, fallback);
    }
}
