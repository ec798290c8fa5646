package org.albatross.model;

import java.time.Duration;

/** The life of a unikernel. */
public sealed interface UnikernelEvent extends Event {
    /**
     * One method for each event.
     *
     * @param <R> what it returns
     */
    interface Handler<R> {
        /** Handles {@link Created}. */
        R created(Created event);

        /** Handles {@link Replaced}. */
        R replaced(Replaced event);

        /** Handles {@link TakenBack}. */
        R takenBack(TakenBack event);

        /** Handles {@link Started}. */
        R started(Started event);

        /** Handles {@link Adopted}. */
        R adopted(Adopted event);

        /** Handles {@link Exited}. */
        R exited(Exited event);

        /** Handles {@link Ended}. */
        R ended(Ended event);

        /** Handles {@link Restarting}. */
        R restarting(Restarting event);

        /** Handles {@link Waiting}. */
        R waiting(Waiting event);

        /** Handles {@link Kept}. */
        R kept(Kept event);

        /** Handles {@link Unclear}. */
        R unclear(Unclear event);

        /** Handles {@link Stopped}. */
        R stopped(Stopped event);

        /** Handles {@link Finished}. */
        R finished(Finished event);

        /** Handles {@link Destroyed}. */
        R destroyed(Destroyed event);

        /** Handles {@link FellBack}. */
        R fellBack(FellBack event);

        /** Handles {@link Confirmed}. */
        R confirmed(Confirmed event);

        /** Handles {@link CheckPassed}. */
        R checkPassed(CheckPassed event);

        /** Handles {@link CheckFailed}. */
        R checkFailed(CheckFailed event);

        /** Handles {@link NameDropped}. */
        R nameDropped(NameDropped event);

        /** Handles {@link NotStored}. */
        R notStored(NotStored event);

        /** Handles {@link ImageSent}. */
        R imageSent(ImageSent event);
    }

    /** Calls the handler's method for this event. */
    <R> R accept(Handler<R> handler);

    @Override
    default <R> R accept(Event.Handler<R> handler) {
        return handler.unikernel(this);
    }

    /** It is desired from now on, and its image is in the store. */
    record Created(Sha256 image) implements UnikernelEvent {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.created(this);
        }
    }

    /** Another configuration of it is desired from now on, in the place of the former one. */
    record Replaced(Sha256 image) implements UnikernelEvent {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.replaced(this);
        }
    }

    /** What was created or replaced could not be started, and what was desired before is desired again. */
    record TakenBack(String reason) implements UnikernelEvent {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.takenBack(this);
        }
    }

    /** Its tender runs. */
    record Started(RunningUnikernel run) implements UnikernelEvent {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.started(this);
        }
    }

    /** Its tender ran already when the platform started, and was taken over. */
    record Adopted(RunningUnikernel run) implements UnikernelEvent {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.adopted(this);
        }
    }

    /** Its run has ended by itself. */
    record Exited(long runId, Exit exit) implements UnikernelEvent {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.exited(this);
        }
    }

    /** Its run has ended, as it was asked to. */
    record Ended(long runId, Exit exit) implements UnikernelEvent {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.ended(this);
        }
    }

    /** It is started again after a while. */
    record Restarting(Duration delay) implements UnikernelEvent {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.restarting(this);
        }
    }

    /** It cannot run now, and is tried again. */
    record Waiting(String reason) implements UnikernelEvent {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.waiting(this);
        }
    }

    /** It runs on as it is, since what is desired of it cannot start. */
    record Kept(String reason) implements UnikernelEvent {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.kept(this);
        }
    }

    /** It cannot be known whether it runs, so it is not started. */
    record Unclear(String reason) implements UnikernelEvent {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.unclear(this);
        }
    }

    /** It was stopped by a command. */
    record Stopped() implements UnikernelEvent {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.stopped(this);
        }
    }

    /** Its fail behaviour does not restart it after this end: it is desired no longer. */
    record Finished(Exit exit) implements UnikernelEvent {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.finished(this);
        }
    }

    /** It was destroyed by a command. */
    record Destroyed() implements UnikernelEvent {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.destroyed(this);
        }
    }

    /** A replacement that was not confirmed yet has ended: what it replaced is desired again. */
    record FellBack(Exit exit) implements UnikernelEvent {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.fellBack(this);
        }
    }

    /** The check of a replacement that is not confirmed yet has succeeded: it has but to run on. */
    record CheckPassed(ServiceCheck check) implements UnikernelEvent {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.checkPassed(this);
        }
    }

    /** The check of a replacement has not succeeded in time: what it replaced is desired again, though it runs. */
    record CheckFailed(ServiceCheck check, String reason) implements UnikernelEvent {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.checkFailed(this);
        }
    }

    /** A replacement has run as long as it had to: there is no falling back any more. */
    record Confirmed() implements UnikernelEvent {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.confirmed(this);
        }
    }

    /** It does not know the argument {@code --name} that was added, and is started without it. */
    record NameDropped(Exit exit) implements UnikernelEvent {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.nameDropped(this);
        }
    }

    /** What follows from what happened could not be made durable, and is tried again. */
    record NotStored(String reason) implements UnikernelEvent {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.notStored(this);
        }
    }

    /** Its image leaves the platform: somebody reads it. */
    record ImageSent(Sha256 image) implements UnikernelEvent {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.imageSent(this);
        }
    }
}
