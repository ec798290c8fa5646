package org.albatross.model;

/** What becomes of a block device, or of its contents. */
public sealed interface BlockEvent extends Event {
    /**
     * One method for each event.
     *
     * @param <R> what it returns
     */
    interface Handler<R> {
        /** Handles {@link Added}. */
        R added(Added event);

        /** Handles {@link ContentsSet}. */
        R contentsSet(ContentsSet event);

        /** Handles {@link Removed}. */
        R removed(Removed event);

        /** Handles {@link ContentsSent}. */
        R contentsSent(ContentsSent event);
    }

    /** Calls the handler's method for this event. */
    <R> R accept(Handler<R> handler);

    @Override
    default <R> R accept(Event.Handler<R> handler) {
        return handler.block(this);
    }

    /** It was made, of a size. */
    record Added(Megabytes size) implements BlockEvent {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.added(this);
        }
    }

    /** Its contents were replaced. */
    record ContentsSet() implements BlockEvent {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.contentsSet(this);
        }
    }

    /** It was removed. */
    record Removed() implements BlockEvent {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.removed(this);
        }
    }

    /** Its contents leave the platform: somebody reads them. */
    record ContentsSent() implements BlockEvent {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.contentsSent(this);
        }
    }
}
