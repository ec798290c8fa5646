package org.albatross.itests.crash;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.albatross.model.Blob;
import org.albatross.model.Command;
import org.albatross.model.Name;
import org.albatross.model.Payload;
import org.albatross.model.Reply;
import org.albatross.wire.BlobSink;
import org.albatross.wire.BlobSource;
import org.albatross.wire.Header;
import org.albatross.wire.Limits;
import org.albatross.wire.Message;
import org.albatross.wire.MessageReader;
import org.albatross.wire.MessageWriter;
import org.albatross.wire.WireDecoder;

/**
 * A connection to a socket of a platform, as a client has it. It is closed when it is not done within a minute, so
 * that nothing waits for ever for a platform that hangs. For one thread.
 */
final class Peer implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final ScheduledExecutorService CLOSER = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "closer");
        thread.setDaemon(true);
        return thread;
    });

    private final SocketChannel channel;
    private final ScheduledFuture<?> closing;
    private final MessageReader reader;
    private final MessageWriter writer;

    private Peer(SocketChannel channel) {
        this.channel = channel;
        closing = CLOSER.schedule(this::closeChannel, LIMIT.toSeconds(), TimeUnit.SECONDS);
        reader = new MessageReader(input(), new WireDecoder(Limits.ANSWERS, BlobSink.REFUSING));
        writer = new MessageWriter(output(), BlobSource.NONE);
    }

    /** Connects to the socket {@code util/NAME.sock} of a run directory. */
    static Peer connect(Path run, String name) throws IOException {
        return new Peer(SocketChannel.open(UnixDomainSocketAddress.of(run.resolve("util/" + name + ".sock"))));
    }

    /** Sends a command; its images must be in memory ({@link Blob.Inline}). */
    void send(Name name, Command command) throws IOException {
        writer.write(Message.ask(new Header(0, name), command));
    }

    /** Waits for the next message; nothing when the other end has closed. */
    Optional<Message> next() throws Exception {
        return reader.next();
    }

    /** Waits for the answer to the command that was sent; nothing when the platform ended before it gave one. */
    Optional<Reply> answer() throws Exception {
        return next().map(message -> ((Payload.Answer) message.payload()).reply());
    }

    @Override
    public void close() {
        closing.cancel(false);
        closeChannel();
    }

    private void closeChannel() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private InputStream input() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                return length == 0 ? 0 : channel.read(ByteBuffer.wrap(bytes, offset, length));
            }
        };
    }

    private OutputStream output() {
        return new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                write(new byte[] {(byte) octet}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                ByteBuffer rest = ByteBuffer.wrap(bytes, offset, length);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
            }
        };
    }
}
