package org.albatross.cli.internal.peer;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.cli.internal.run.ExitCode;
import org.albatross.model.Command;
import org.albatross.model.Name;
import org.albatross.wire.BlobSink;
import org.albatross.wire.BlobSource;
import org.albatross.wire.Header;
import org.albatross.wire.Limits;
import org.albatross.wire.Message;
import org.albatross.wire.MessageReader;
import org.albatross.wire.MessageWriter;
import org.albatross.wire.ProtocolException;
import org.albatross.wire.WireDecoder;

/** A peer behind a connected socket. */
final class SocketPeer implements Peer {
    private static final int BUFFER = 64 * 1024;

    /** What an answer may make this program hold: thousands of unikernels within a small heap. */
    private static final Limits ANSWERS = new Limits(Integer.MAX_VALUE, 1024 * 1024, 8 * 1024 * 1024, 256 * 1024);

    private final Streams connection;
    private final InputStream in;
    private final OutputStream out;
    private final MessageReader reader;
    private final MessageWriter writer;
    private boolean refusedToRead;

    SocketPeer(Streams connection, BlobSource blobs, BlobSink sink) {
        this.connection = connection;
        this.in = new BufferedInputStream(connection.input(), BUFFER);
        this.out = connection.output();
        this.reader = new MessageReader(in, new WireDecoder(ANSWERS, sink));
        this.writer = new MessageWriter(out, blobs);
    }

    /** A peer that refuses a command half-way closes its end; its answer has come before that. */
    @Override
    public void send(Name name, Command command) throws CommandFailure {
        try {
            writer.write(Message.ask(new Header(0, name), command));
        } catch (SilentPeerException e) {
            throw silent(e);
        } catch (IOException e) {
            refusedToRead = true;
        }
    }

    @Override
    public OutputStream raw() {
        return out;
    }

    @Override
    public Optional<Message> next() throws IOException, CommandFailure {
        try {
            return reader.next();
        } catch (ProtocolException e) {
            throw CommandFailure.of(
                    ExitCode.COMMUNICATION, "[ERROR] cannot understand what the peer sent: " + e.getMessage());
        } catch (SilentPeerException e) {
            throw silent(e);
        } catch (IOException e) {
            if (refusedToRead) {
                return Optional.empty();
            }
            throw e;
        }
    }

    static CommandFailure silent(SilentPeerException e) {
        return CommandFailure.of(ExitCode.COMMUNICATION, "[ERROR] " + e.getMessage());
    }

    @Override
    public void waitForEver() {
        connection.waitForEver();
    }

    @Override
    public boolean hasMore() throws IOException {
        return in.available() > 0;
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
