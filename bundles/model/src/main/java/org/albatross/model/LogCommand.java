package org.albatross.model;

/** Ours: about the event log. */
public sealed interface LogCommand extends Command {
    /** One method for each command. */
    interface Handler<R> {
        /** Handles {@link Subscribe}. */
        R subscribe(Subscribe command);

        /** Handles {@link SubscribeAfter}. */
        R subscribeAfter(SubscribeAfter command);

        /** Handles {@link Show}. */
        R show(Show command);

        /** Handles {@link ShowAfter}. */
        R showAfter(ShowAfter command);
    }

    /** Sends history, then every new event. */
    record Subscribe(Command.Begin begin) implements LogCommand {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.subscribe(this);
        }
    }

    /** Sends every event behind the one with this number. */
    record SubscribeAfter(long sequence) implements LogCommand {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.subscribeAfter(this);
        }
    }

    /** Sends history, and ends. */
    record Show(Command.Begin begin) implements LogCommand {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.show(this);
        }
    }

    /** Sends every event that there is behind the one with this number, and ends. */
    record ShowAfter(long sequence) implements LogCommand {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.showAfter(this);
        }
    }

    /** Calls the handler's method for this command. */
    <R> R accept(Handler<R> handler);

    @Override
    default <R> R accept(Command.Handler<R> handler) {
        return handler.log(this);
    }

    @Override
    default boolean isChange() {
        return false;
    }
}
