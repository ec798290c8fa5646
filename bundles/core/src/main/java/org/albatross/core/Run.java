package org.albatross.core;

import java.time.Instant;
import java.util.Optional;

/** Where the present run of a unikernel stands, whatever commands want of it. */
public sealed interface Run {
    /** There is none; if the unikernel is desired, nothing but the work under way keeps it from being launched. */
    record Idle() implements Run {}

    /** Its turn has not come yet: at boot, low start orders first. */
    record Queued() implements Run {}

    /**
     * A launch is under way.
     *
     * @param atBoot whether it holds up higher start orders
     * @param waitedFor why it could not run before, when it waited
     */
    record Starting(boolean atBoot, Optional<String> waitedFor) implements Run {}

    /**
     * Its tender lives.
     *
     * @param started the time of day, for display
     * @param since the monotonic clock, in nanoseconds
     * @param confirm the ticket of the timer that confirms a replacement, then of the store that does; 0 for none
     * @param outdated present when it is to give way to what is desired now
     */
    record Running(Instant started, long since, long confirm, Optional<Outdated> outdated) implements Run {
        /** One that is what is desired. */
        Running(Instant started, long since, long confirm) {
            this(started, since, confirm, Optional.empty());
        }

        Running withConfirm(long ticket) {
            return new Running(started, since, ticket, outdated);
        }

        Running withOutdated(Outdated next) {
            return new Running(started, since, confirm, Optional.of(next));
        }
    }

    /**
     * What runs is not what is desired. It stays until it is known that the other can start.
     *
     * @param ticket of the verification under way, or of the timer that repeats it
     * @param reason why the other cannot start; absent while that is not known
     */
    record Outdated(long ticket, Optional<String> reason) {}

    /** Its tender lives, and was asked to end. */
    record Ending(Instant started, long since) implements Run {}

    /**
     * Its tender has ended, its traces are being removed.
     *
     * @param ours whether we ended it
     * @param nanos how long it ran
     */
    record Cleaning(Exit exit, boolean ours, long nanos) implements Run {}

    /**
     * It has ended by itself and been cleaned up, and is judged when no command holds it.
     *
     * @param nanos how long it ran
     */
    record Ended(Exit exit, long nanos) implements Run {}

    /**
     * It has ended, and another desired state (finished, without {@code --name}, fallen back) is being made
     * durable before it is acted upon.
     *
     * @param ticket of the store, or of the timer that tries it again
     * @param after what is desired then; absent when it is finished
     */
    record Settling(long ticket, Optional<Desired> after) implements Run {}

    /** It is started again at {@code nextTry}. */
    record BackOff(long ticket, Instant nextTry) implements Run {}

    /** It cannot run now, and is tried again at {@code nextTry}. */
    record Waiting(long ticket, String reason, Instant nextTry) implements Run {}

    /** It was stopped by a command, or its start was given up. */
    record Stopped() implements Run {}

    /** Whether it runs cannot be known, so it is not started. */
    record Unclear(String reason) implements Run {}

    /** Tells whether nothing of it is on the machine or under way. */
    default boolean atRest() {
        return this instanceof Idle
                || this instanceof Queued
                || this instanceof Ended
                || this instanceof BackOff
                || this instanceof Waiting
                || this instanceof Stopped;
    }

    /** Tells whether a tender lives. */
    default boolean alive() {
        return this instanceof Running || this instanceof Ending;
    }
}
