package org.albatross.model;

/** A change of a policy. */
public sealed interface PolicyEvent extends Event {
    /**
     * One method for each event.
     *
     * @param <R> what it returns
     */
    interface Handler<R> {
        /** Handles {@link Added}. */
        R added(Added event);

        /** Handles {@link Removed}. */
        R removed(Removed event);
    }

    /** Calls the handler's method for this event. */
    <R> R accept(Handler<R> handler);

    @Override
    default <R> R accept(Event.Handler<R> handler) {
        return handler.policy(this);
    }

    /** The policy of a path is this one from now on. */
    record Added(Policy policy) implements PolicyEvent {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.added(this);
        }
    }

    /** The policy of a path was removed. */
    record Removed() implements PolicyEvent {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.removed(this);
        }
    }
}
