package org.albatross.wire;

import org.albatross.model.Command;
import org.albatross.model.Data;
import org.albatross.model.Payload;
import org.albatross.model.Reply;

/** One value of the wire's {@code Wire}: what a frame holds. */
public record Message(Header header, Payload payload) {
    /** A command. */
    public static Message ask(Header header, Command command) {
        return new Message(header, new Payload.Ask(command));
    }

    /** The answer to the command with this header. */
    public static Message answer(Header header, Reply reply) {
        return new Message(header, new Payload.Answer(reply));
    }

    /** A piece of the stream that the command with this header began. */
    public static Message stream(Header header, Data data) {
        return new Message(header, new Payload.Stream(data));
    }
}
