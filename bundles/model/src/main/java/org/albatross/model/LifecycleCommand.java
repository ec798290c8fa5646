package org.albatross.model;

/** Ours: about the life of unikernels at or below a name. */
public sealed interface LifecycleCommand extends Command {
    /** One method for each command. */
    interface Handler<R> {
        /** Handles {@link Start}. */
        R start(Start command);

        /** Handles {@link Stop}. */
        R stop(Stop command);

        /** Handles {@link Status}. */
        R status(Status command);

        /** Handles {@link Shutdown}. */
        R shutdown(Shutdown command);

        /** Handles {@link Replace}. */
        R replace(Replace command);
    }

    /** Ends a stop. */
    record Start() implements LifecycleCommand {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.start(this);
        }
    }

    /** Keeps it desired, not running, across reboots. */
    record Stop() implements LifecycleCommand {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.stop(this);
        }
    }

    /** Reports every desired and every recently finished unikernel. */
    record Status() implements LifecycleCommand {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.status(this);
        }
    }

    /** Ends all; what is desired stays. */
    record Shutdown() implements LifecycleCommand {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.shutdown(this);
        }
    }

    /** As a force-create, but the old one comes back unless the new one is confirmed. */
    record Replace(Confirmation confirmation, UnikernelConfig config) implements LifecycleCommand {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.replace(this);
        }
    }

    /** Calls the handler's method for this command. */
    <R> R accept(Handler<R> handler);

    @Override
    default <R> R accept(Command.Handler<R> handler) {
        return handler.lifecycle(this);
    }

    @Override
    default boolean isChange() {
        return !(this instanceof Status);
    }
}
