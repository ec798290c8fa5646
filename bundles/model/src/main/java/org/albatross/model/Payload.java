package org.albatross.model;

import java.time.Instant;
import java.util.List;

/** What a message carries behind its header. */
public sealed interface Payload {
    /** A command. */
    record Ask(Command command) implements Payload {}

    /** The answer to a command. */
    record Answer(Reply reply) implements Payload {}

    /** A piece of a stream that an answer began. */
    record Stream(Data data) implements Payload {}

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
    }
}
