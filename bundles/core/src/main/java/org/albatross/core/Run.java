package org.albatross.core;

import java.time.Instant;
import java.util.Optional;
import org.albatross.model.Exit;

/** Where the present run of a unikernel stands, whatever commands want of it. */
public sealed interface Run {
    /**
     * One method for each, so that a case that is forgotten does not compile.
     *
     * @param <R> what it returns
     */
    interface Handler<R> {
        /** Handles {@link Idle}. */
        R idle(Idle run);

        /** Handles {@link Queued}. */
        R queued(Queued run);

        /** Handles {@link Starting}. */
        R starting(Starting run);

        /** Handles {@link Running}. */
        R running(Running run);

        /** Handles {@link Ending}. */
        R ending(Ending run);

        /** Handles {@link Cleaning}. */
        R cleaning(Cleaning run);

        /** Handles {@link Ended}. */
        R ended(Ended run);

        /** Handles {@link Settling}. */
        R settling(Settling run);

        /** Handles {@link BackOff}. */
        R backOff(BackOff run);

        /** Handles {@link Waiting}. */
        R waiting(Waiting run);

        /** Handles {@link Stopped}. */
        R stopped(Stopped run);

        /** Handles {@link Unclear}. */
        R unclear(Unclear run);
    }

    /** Calls the handler's method for this run. */
    <R> R accept(Handler<R> handler);

    /** Nothing of it is on the machine or under way. */
    sealed interface AtRest extends Run {}

    /** A tender lives. */
    sealed interface Alive extends Run {
        /** Returns when it was started, by the time of day, for display. */
        Instant started();

        /** Returns since when it has run, by the monotonic clock, in nanoseconds. */
        long since();

        /** Tells whether its end is not judged: it was asked to end, or is not what is desired any more. */
        boolean superseded();
    }

    /** There is none; if the unikernel is desired, nothing but the work under way keeps it from being launched. */
    record Idle() implements AtRest {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.idle(this);
        }
    }

    /** Its turn has not come yet: at boot, low start orders first. */
    record Queued() implements AtRest {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.queued(this);
        }
    }

    /**
     * A launch is under way.
     *
     * @param atBoot whether it holds up higher start orders
     * @param waitedFor why it could not run before, when it waited
     */
    record Starting(boolean atBoot, Optional<String> waitedFor) implements Run {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.starting(this);
        }
    }

    /**
     * Its tender lives.
     *
     * @param started the time of day, for display
     * @param since the monotonic clock, in nanoseconds
     * @param unconfirmed present for a replacement that is not confirmed yet
     * @param outdated present when it is to give way to what is desired now
     * @param impairment why what it has on the machine is not as it should be, when that is so
     */
    record Running(
            Instant started,
            long since,
            Optional<Unconfirmed> unconfirmed,
            Optional<Outdated> outdated,
            Optional<String> impairment)
            implements Alive {
        /** One that is what is desired. */
        Running(Instant started, long since, Optional<Unconfirmed> unconfirmed) {
            this(started, since, unconfirmed, Optional.empty(), Optional.empty());
        }

        Running withUnconfirmed(Optional<Unconfirmed> next) {
            return new Running(started, since, next, outdated, impairment);
        }

        /** Tells whether its confirmation goes on with this ticket. */
        boolean confirmsBy(Ticket ticket) {
            return unconfirmed.filter(value -> value.ticket().equals(ticket)).isPresent();
        }

        @Override
        public boolean superseded() {
            return outdated.isPresent() || unconfirmed.orElse(null) instanceof Unconfirmed.FallingBack;
        }

        Running withOutdated(Outdated next) {
            return new Running(started, since, unconfirmed, Optional.of(next), impairment);
        }

        Running withImpairment(Optional<String> next) {
            return new Running(started, since, unconfirmed, outdated, next);
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.running(this);
        }
    }

    /**
     * What runs is not what is desired. It stays until it is known that the other can start.
     *
     * @param ticket of the verification under way, or of the timer that repeats it
     * @param reason why the other cannot start; absent while that is not known
     */
    record Outdated(Ticket ticket, Optional<String> reason) {}

    /** Its tender lives, and was asked to end. */
    record Ending(Instant started, long since) implements Alive {
        @Override
        public boolean superseded() {
            return true;
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.ending(this);
        }
    }

    /**
     * Its tender has ended, its traces are being removed.
     *
     * @param ours whether we ended it
     * @param nanos how long it ran
     */
    record Cleaning(Exit exit, boolean ours, long nanos) implements Run {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.cleaning(this);
        }
    }

    /**
     * It has ended by itself and been cleaned up, and is judged when no command holds it.
     *
     * @param nanos how long it ran
     */
    record Ended(Exit exit, long nanos) implements AtRest {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.ended(this);
        }
    }

    /**
     * It has ended, and another desired state (finished, without {@code --name}, fallen back) is being made
     * durable before it is acted upon.
     *
     * @param ticket of the store, or of the timer that tries it again
     * @param after what is desired then; absent when it is finished
     */
    record Settling(Ticket ticket, Optional<Desired> after) implements Run {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.settling(this);
        }
    }

    /** It is started again at {@code nextTry}. */
    record BackOff(Ticket ticket, Instant nextTry) implements AtRest {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.backOff(this);
        }
    }

    /** It cannot run now, and is tried again at {@code nextTry}. */
    record Waiting(Ticket ticket, String reason, Instant nextTry) implements AtRest {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.waiting(this);
        }
    }

    /** It was stopped by a command, or its start was given up. */
    record Stopped() implements AtRest {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.stopped(this);
        }
    }

    /** Whether it runs cannot be known, so it is not started. */
    record Unclear(String reason) implements Run {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.unclear(this);
        }
    }

    /** Tells whether nothing of it is on the machine or under way. */
    default boolean atRest() {
        return this instanceof AtRest;
    }

    /** Tells whether a tender lives. */
    default boolean alive() {
        return this instanceof Alive;
    }
}
