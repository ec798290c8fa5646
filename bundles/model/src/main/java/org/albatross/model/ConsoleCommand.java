package org.albatross.model;

/** About consoles. */
public sealed interface ConsoleCommand extends Command {
    /** One method for each command. */
    interface Handler<R> {
        /** Handles {@link Add}. */
        R add(Add command);

        /** Handles {@link Subscribe}. */
        R subscribe(Subscribe command);

        /** Handles {@link ListInactive}. */
        R listInactive(ListInactive command);
    }

    /** From a supervisor to a console: this unikernel starts, and its path keeps at most {@code rings} rings. */
    record Add(long rings) implements ConsoleCommand {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.add(this);
        }
    }

    /** Sends history, then every new line. */
    record Subscribe(Command.Begin begin) implements ConsoleCommand {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.subscribe(this);
        }
    }

    /** Lists the rings of unikernels that do not run. */
    record ListInactive() implements ConsoleCommand {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.listInactive(this);
        }
    }

    /** Calls the handler's method for this command. */
    <R> R accept(Handler<R> handler);

    @Override
    default <R> R accept(Command.Handler<R> handler) {
        return handler.console(this);
    }

    @Override
    default boolean isChange() {
        return this instanceof Add;
    }
}
