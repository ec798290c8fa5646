package org.albatross.model;

/** Ours: about the event log. */
public sealed interface LogCommand extends Command {
    /** Sends history, then every new event. */
    record Subscribe(Command.Begin begin) implements LogCommand {}

    /** Sends every event behind the one with this number. */
    record SubscribeAfter(long sequence) implements LogCommand {}

    @Override
    default <R> R accept(Command.Handler<R> handler) {
        return handler.log(this);
    }
}
