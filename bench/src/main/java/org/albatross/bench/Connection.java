package org.albatross.bench;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.albatross.model.Command;
import org.albatross.model.Name;
import org.albatross.model.Payload;
import org.albatross.model.Reply;
import org.albatross.wire.BlobSink;
import org.albatross.wire.Header;
import org.albatross.wire.Limits;
import org.albatross.wire.Message;
import org.albatross.wire.MessageReader;
import org.albatross.wire.ProtocolException;
import org.albatross.wire.WireDecoder;
import org.albatross.wire.WireEncoder;

/** A connection to one of a platform's sockets. Used by one thread. */
final class Connection implements Closeable {
    private final SocketChannel channel;
    private final InputStream in;

    private Connection(SocketChannel channel) {
        this.channel = channel;
        this.in = Channels.newInputStream(channel);
    }

    /** Connects; {@link IOException} when nobody listens. */
    static Connection open(Path socket) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
            return new Connection(channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** A command as it goes over the wire, with its length in front; an image in it is in memory. */
    static byte[] frame(Name name, Command command) {
        return WireEncoder.frame(Message.ask(new Header(1, name), command)).toBytes();
    }

    /** Sends bytes. */
    void send(byte[] bytes) throws IOException {
        send(ByteBuffer.wrap(bytes));
    }

    /** Sends bytes. */
    void send(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Receives as many bytes. */
    void receive(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw new EOFException("the platform closed the connection");
            }
        }
    }

    /** What comes, for whoever reads it another way than by this class. */
    InputStream in() {
        return in;
    }

    /** Waits for the next message. */
    Payload next() throws IOException {
        try {
            return new MessageReader(in, new WireDecoder(Limits.ANSWERS, BlobSink.REFUSING))
                    .next()
                    .orElseThrow(() -> new EOFException("the platform closed the connection without an answer"))
                    .payload();
        } catch (ProtocolException e) {
            throw new IOException("the platform's answer cannot be read", e);
        }
    }

    /** Waits for an answer. */
    Reply answer() throws IOException {
        Payload payload = next();
        if (payload instanceof Payload.Answer answer) {
            return answer.reply();
        }
        throw new IOException("an answer was expected, this came: " + payload);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
