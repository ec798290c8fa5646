package org.albatross.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.albatross.model.Blob;
import org.albatross.model.Bytes;
import org.albatross.model.Command;
import org.albatross.model.Data;
import org.albatross.model.Name;
import org.albatross.model.Named;
import org.albatross.model.Payload;
import org.albatross.model.Reply;
import org.albatross.model.Text;
import org.albatross.model.UnikernelInfo;
import org.albatross.model.UnikernelStatus;
import org.albatross.wire.BlobSink;
import org.albatross.wire.BlobSource;
import org.albatross.wire.Header;
import org.albatross.wire.Limits;
import org.albatross.wire.Message;
import org.albatross.wire.MessageReader;
import org.albatross.wire.MessageWriter;
import org.albatross.wire.WireDecoder;

/** A platform of a test: a real socket, on which each connection goes as a script says, one after the other. */
final class FakePlatform implements AutoCloseable {
    /** What happens on one connection. */
    @FunctionalInterface
    interface Script {
        void play(Connection connection) throws Exception;
    }

    private final Path runDirectory;
    private final ServerSocketChannel server;
    private final Thread thread;
    private final List<Message> received = new CopyOnWriteArrayList<>();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();

    private FakePlatform(Path runDirectory, ServerSocketChannel server, List<Script> scripts) {
        this.runDirectory = runDirectory;
        this.server = server;
        this.thread = new Thread(() -> serve(scripts), "fake platform");
    }

    /** Listens on the socket, a path below the run directory, for as many connections as there are scripts. */
    static FakePlatform listen(Path runDirectory, String socket, Script... scripts) throws IOException {
        Path path = runDirectory.resolve(socket);
        Files.createDirectories(path.getParent());
        Files.deleteIfExists(path);
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(path));
        FakePlatform platform = new FakePlatform(runDirectory, server, List.of(scripts));
        platform.thread.start();
        return platform;
    }

    /** Listens as the supervisor, and answers the only command. */
    static FakePlatform answering(Path runDirectory, Reply... replies) throws IOException {
        Script[] scripts = new Script[replies.length];
        for (int i = 0; i < replies.length; i++) {
            Reply reply = replies[i];
            scripts[i] = connection -> connection.answer(reply);
        }
        return listen(runDirectory, "util/vmmd.sock", scripts);
    }

    /** Greets as one of ours, and then says where a unikernel stands. */
    static Script telling(Name name, Optional<Boolean> addName, Optional<UnikernelInfo> info) {
        UnikernelStatus status = new UnikernelStatus(
                UnikernelStatus.State.RUNNING.text(),
                1,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                addName,
                info);
        return connection -> {
            connection.answer(new Reply.Hello(Text.of("albatross"), Text.of("1"), List.of()));
            connection.answer(new Reply.Statuses(List.of(new Named<>(name, status))));
        };
    }

    private void serve(List<Script> scripts) {
        for (Script script : scripts) {
            try (SocketChannel channel = server.accept()) {
                script.play(new Connection(channel));
            } catch (Exception | AssertionError e) {
                failures.add(e);
            }
        }
        try {
            // A further connection would wait for nobody.
            server.close();
        } catch (IOException e) {
            failures.add(e);
        }
    }

    /** Returns all messages that came, in their order; large images in memory. */
    List<Message> received() {
        return List.copyOf(received);
    }

    /** Returns the only command that came. */
    Command command() {
        if (received.size() != 1 || !(received.get(0).payload() instanceof Payload.Ask ask)) {
            throw new AssertionError("not one command but " + received);
        }
        return ask.command();
    }

    /** Returns a client of this platform. */
    Outcome.Client client() {
        return new Outcome.Client(runDirectory);
    }

    /** Ends when every script was played, and fails if one did. */
    @Override
    public void close() throws IOException {
        try {
            thread.join(10_000);
            server.close();
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
        if (!failures.isEmpty()) {
            throw new AssertionError("the script failed", failures.get(0));
        }
    }

    /** The platform's end of a connection. */
    final class Connection {
        private final InputStream in;
        private final OutputStream out;
        private final MessageReader reader;
        private Header header = Header.UNKNOWN;

        private Connection(SocketChannel channel) {
            this.in = new BufferedInputStream(Channels.newInputStream(channel));
            this.out = Channels.newOutputStream(channel);
            this.reader = new MessageReader(in, new WireDecoder(Limits.LOCAL, new Memory()));
        }

        /** Waits for a message. */
        Message receive() throws Exception {
            Message message = reader.next().orElseThrow();
            header = message.header();
            received.add(message);
            return message;
        }

        /** Waits for a command and answers it. */
        void answer(Reply reply) throws Exception {
            receive();
            send(reply);
        }

        /** Answers the last command. */
        void send(Reply reply) throws IOException {
            new MessageWriter(out, BlobSource.NONE).write(Message.answer(header, reply));
        }

        /** Sends a console's line. */
        void line(Instant time, String line) throws IOException {
            send(new Data.Console(time, Text.of(line)));
        }

        /** Sends a piece of the stream. */
        void send(Data data) throws IOException {
            new MessageWriter(out, BlobSource.NONE).write(Message.stream(header, data));
        }

        /** Sends bytes as they are. */
        void raw(byte... bytes) throws IOException {
            out.write(bytes);
        }

        /** Waits for frames up to the empty one, and returns what was in them. */
        byte[] rawFrames() throws Exception {
            java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
            for (; ; ) {
                long length =
                        org.albatross.wire.Frame.readLength(in, Limits.LOCAL).orElseThrow();
                if (length == 0) {
                    return all.toByteArray();
                }
                assertThat(length)
                        .as("a frame, of which the original reads at most 65,536 bytes")
                        .isLessThanOrEqualTo(65_536);
                all.write(in.readNBytes((int) length));
            }
        }

        /** Returns how the client's end was closed. */
        int read() throws IOException {
            return in.read();
        }
    }

    /** Keeps blobs in memory, their bytes as the handle. */
    private static final class Memory implements BlobSink {
        @Override
        public Writer begin(long length) {
            java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
            return new Writer() {
                @Override
                public void write(byte[] source, int offset, int count) {
                    bytes.write(source, offset, count);
                }

                @Override
                public String finish() {
                    return Bytes.of(bytes.toByteArray()).hex();
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public void discard(Blob.Spooled blob) {}
    }
}
