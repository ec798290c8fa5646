package org.albatross.model;

import java.time.Instant;
import java.util.List;

/** What a message carries behind its header. */
public sealed interface Payload {
    /** One method for each kind of payload. */
    interface Handler<R> {
        /** Handles {@link Ask}. */
        R ask(Ask payload);

        /** Handles {@link Answer}. */
        R answer(Answer payload);

        /** Handles {@link Stream}. */
        R stream(Stream payload);

        /** Handles {@link Origin}. */
        R origin(Origin payload);
    }

    /** A command. */
    record Ask(Command command) implements Payload {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.ask(this);
        }
    }

    /** The answer to a command. */
    record Answer(Reply reply) implements Payload {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.answer(this);
        }
    }

    /** A piece of a stream that an answer began. */
    record Stream(Data data) implements Payload {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.stream(this);
        }
    }

    /**
     * Ours: who stands behind a connection that another process has accepted.
     *
     * @param chain the client's certificates as they were presented, in DER
     * @param peer its address
     * @param time when it connected
     */
    record Origin(List<Bytes> chain, Text peer, Instant time) implements Payload {
        /** Copies the chain. */
        public Origin {
            chain = List.copyOf(chain);
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.origin(this);
        }
    }

    /** Calls the handler's method for this payload. */
    <R> R accept(Handler<R> handler);
}
