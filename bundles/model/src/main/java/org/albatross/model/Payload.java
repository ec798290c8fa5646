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

        /** Handles {@link Behalf}. */
        R behalf(Behalf payload);

        /** Handles {@link Report}. */
        R report(Report payload);

        /** Handles {@link Metrics}. */
        R metrics(Metrics payload);
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

    /** Ours: in whose name another process asks on the connection that this begins. */
    record Behalf(Caller.Person person) implements Payload {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.behalf(this);
        }
    }

    /**
     * Ours: what another process tells of somebody at one of its front ends.
     *
     * @param event that they have logged in, that somebody was not let in, or that something was refused to them
     */
    record Report(Caller.Person person, AccessEvent event) implements Payload {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.report(this);
        }
    }

    /**
     * Ours: asks for what is measured, as an exporter of another process hands it out.
     *
     * @param accept the media types that its client takes, as HTTP's header of this name tells them
     */
    record Metrics(Text accept) implements Payload {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.metrics(this);
        }
    }

    /** Calls the handler's method for this payload. */
    <R> R accept(Handler<R> handler);
}
