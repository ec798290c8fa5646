package org.albatross.core;

import java.util.List;
import java.util.Optional;
import org.albatross.model.Arguments;
import org.albatross.model.Sha256;

/** What a command is doing with a unikernel; one at a time, only a destroy overtakes. */
public sealed interface Work {
    /** Nothing. */
    record None() implements Work {}

    /**
     * An image is staged or verified for it.
     *
     * @param arguments what is reserved for the result
     * @param verifies the image of the store that is verified for a restart; absent when one is staged
     * @param confirmAfterSeconds how long the result must run before what it replaces is given up; 0: not at all
     */
    record Staging(long request, long ticket, Arguments arguments, Optional<Sha256> verifies, long confirmAfterSeconds)
            implements Work {}

    /** The result of staging is being made durable. */
    record Storing(long request, long ticket) implements Work {}

    /**
     * What is desired now takes the place of what runs.
     *
     * @param previous what was desired before; absent for a create
     * @param launched whether its own launch is under way, and not that of its predecessor
     * @param done what is answered when it runs
     */
    record Swapping(long request, Optional<Desired> previous, boolean launched, String done) implements Work {}

    /** A launch failed; the former desired state is being made durable again. */
    record TakingBack(long request, long ticket, String reason) implements Work {}

    /**
     * It is being destroyed.
     *
     * @param requests who waits for it
     * @param ticket of the store that removes it
     * @param forgotten whether that is durable
     * @param ran whether a tender was there to be ended
     */
    record Destroying(List<Long> requests, long ticket, boolean forgotten, boolean ran) implements Work {
        /** Copies the list. */
        public Destroying {
            requests = List.copyOf(requests);
        }
    }

    /**
     * It is being stopped.
     *
     * @param ticket of the store that says so
     * @param stored whether that is durable, or need not be
     */
    record Stopping(long request, long ticket, boolean stored) implements Work {}

    /**
     * A stop is being ended.
     *
     * @param ticket of the store that says so
     */
    record Resuming(long request, long ticket) implements Work {}

    /** Tells whether the run follows what is desired meanwhile, and nothing else. */
    default boolean leavesRunAlone() {
        return this instanceof None || this instanceof Staging;
    }
}
