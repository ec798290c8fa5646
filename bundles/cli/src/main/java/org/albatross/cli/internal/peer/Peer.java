package org.albatross.cli.internal.peer;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.model.Command;
import org.albatross.model.Name;
import org.albatross.wire.Message;

/** The other end of one connection. Used by one thread. */
public interface Peer extends Closeable {
    /** Sends a command. What the peer thinks of it is told by {@link #next} even when it did not read all. */
    void send(Name name, Command command) throws IOException, CommandFailure;

    /** Returns the stream behind a command that has one; the peer sees what was flushed. */
    OutputStream raw() throws IOException, CommandFailure;

    /** Waits for the next message; nothing at the end of the stream. A peer that is silent for too long fails the command. */
    Optional<Message> next() throws IOException, CommandFailure;

    /** Lets {@link #next} wait as long as it takes, in a stream that may have nothing to tell. */
    void waitForEver();

    /** Tells whether a next message is at hand without waiting, as far as that is known. */
    boolean hasMore() throws IOException;

    /** Tells whether nothing but one command can be sent, so that a peer cannot be asked first who it is. */
    default boolean takesOneCommand() {
        return false;
    }

    @Override
    void close() throws IOException;
}
