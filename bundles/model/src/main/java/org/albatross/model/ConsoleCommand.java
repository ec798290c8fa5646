package org.albatross.model;

/** About consoles. */
public sealed interface ConsoleCommand extends Command {
    /** From a supervisor to a console: this unikernel starts, and its path keeps at most {@code rings} rings. */
    record Add(long rings) implements ConsoleCommand {}

    /** Sends history, then every new line. */
    record Subscribe(Command.Begin begin) implements ConsoleCommand {}

    /** Lists the rings of unikernels that do not run. */
    record ListInactive() implements ConsoleCommand {}

    @Override
    default <R> R accept(Command.Handler<R> handler) {
        return handler.console(this);
    }
}
