package org.albatross.model;

/** What came of a command, for the audit: told by whoever decides whether a caller may. */
public sealed interface CommandEvent extends Event {
    /**
     * One method for each event.
     *
     * @param <R> what it returns
     */
    interface Handler<R> {
        /** Handles {@link CarriedOut}. */
        R carriedOut(CarriedOut event);

        /** Handles {@link Refused}. */
        R refused(Refused event);
    }

    /** Calls the handler's method for this event. */
    <R> R accept(Handler<R> handler);

    @Override
    default <R> R accept(Event.Handler<R> handler) {
        return handler.command(this);
    }

    /** It was carried out. */
    record CarriedOut(CommandKind command) implements CommandEvent {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.carriedOut(this);
        }
    }

    /** It was refused, for want of authority too. */
    record Refused(CommandKind command, Refusal refusal) implements CommandEvent {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.refused(this);
        }
    }
}
