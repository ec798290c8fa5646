package org.albatross.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.albatross.api.Request;
import org.albatross.api.Sink;
import org.albatross.model.Blob;
import org.albatross.model.BlockCommand;
import org.albatross.model.Bytes;
import org.albatross.model.Caller;
import org.albatross.model.Command;
import org.albatross.model.ConsoleCommand;
import org.albatross.model.Data;
import org.albatross.model.Name;
import org.albatross.model.Payload;
import org.albatross.model.Reply;
import org.albatross.model.Text;
import org.albatross.model.UnikernelCommand;
import org.albatross.wire.BlobSink;
import org.albatross.wire.Frame;
import org.albatross.wire.Header;
import org.albatross.wire.Limits;
import org.albatross.wire.Message;
import org.albatross.wire.MessageReader;
import org.albatross.wire.WireDecoder;
import org.albatross.wire.WireEncoder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The conversation over channels of the JDK, as a front end on another kind of socket would have it. */
class TcpConversationTest {
    private static final int LIMIT_MILLIS = 60_000;
    private static final Header HEADER = new Header(7, Name.parse("a:hello"));
    private static final Reply DONE = new Reply.Done("done");
    private static final Command SUBSCRIBE = new ConsoleCommand.Subscribe(new Command.Begin.Count(1));

    private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
    private final BlockingQueue<Sink> subscribers = new LinkedBlockingQueue<>();
    private final BlockingQueue<Command> cancelled = new LinkedBlockingQueue<>();
    private final BlockingQueue<byte[]> data = new LinkedBlockingQueue<>();
    private ServerSocketChannel listening;
    private Sessions sessions;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        Duration limit = Duration.ofSeconds(60);
        SessionLimits limits = new SessionLimits(
                8 << 20,
                new Share(1024, 1024),
                new Share(64 << 20, 64 << 20),
                new Share(8, 8),
                new Share(8, 8),
                new Deadlines(limit, limit, limit, limit, 1 << 16));
        listening = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Spool spool = new Spool(folder.resolve("spool"), limits.spool());
        sessions = new Sessions("tcp", limits, spool, SelectorProvider.provider());
        sessions.listen(listening, CommandFilter.ALL, TcpConversationTest::callerOf);
        sessions.start();
        sessions.open((request, sink) -> {
            requests.add(request);
            if (request.command() instanceof ConsoleCommand.Subscribe) {
                sink.answer(new Reply.Done("subscribed"));
                subscribers.add(sink);
            } else if (request.command() instanceof BlockCommand.Set) {
                new Thread(() -> readData(request, sink)).start();
            } else {
                sink.answer(DONE);
                sink.end();
            }
            return () -> cancelled.add(request.command());
        });
    }

    private static Caller callerOf(SocketChannel channel) throws IOException {
        return new Caller.Remote(
                List.of("alice"), "01", String.valueOf(channel.getRemoteAddress()), org.albatross.model.Path.ROOT);
    }

    private void readData(Request request, Sink sink) {
        try {
            data.add(request.data().readAllBytes());
        } catch (IOException e) {
            data.add(new byte[0]);
        }
        sink.answer(DONE);
        sink.end();
    }

    @AfterEach
    void stop() throws Exception {
        sessions.stop();
        listening.close();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.connect(listening.getLocalAddress());
        socket.setSoTimeout(LIMIT_MILLIS);
        return socket;
    }

    private static byte[] framed(Command command) {
        return WireEncoder.frame(Message.ask(HEADER, command)).toBytes();
    }

    private static MessageReader reader(InputStream in) {
        return new MessageReader(in, new WireDecoder(Limits.ANSWERS, BlobSink.REFUSING));
    }

    private static Reply answer(MessageReader messages) throws Exception {
        Message message = messages.next().orElseThrow();
        assertThat(message.header()).isEqualTo(HEADER);
        return ((Payload.Answer) message.payload()).reply();
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    @Test
    void answersAndCloses() throws Exception {
        try (Socket socket = connect()) {
            MessageReader messages = reader(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            out.write(framed(new Command.SayHello()));
            assertThat(answer(messages)).isEqualTo(DONE);
            out.write(framed(new UnikernelCommand.Destroy()));
            assertThat(answer(messages)).isEqualTo(DONE);
            assertThat(messages.next()).isEmpty();
        }
        assertThat(requests.take().caller().account()).isEqualTo("certificates of the root CA");
    }

    @Test
    void spoolsABlob() throws Exception {
        byte[] image = random(3 << 20);
        try (Socket socket = connect()) {
            socket.getOutputStream().write(framed(new BlockCommand.SetOld(false, Blob.of(Bytes.of(image)))));
            assertThat(answer(reader(socket.getInputStream()))).isEqualTo(DONE);
        }
        BlockCommand.SetOld asked = (BlockCommand.SetOld) requests.take().command();
        assertThat(Path.of(((Blob.Spooled) asked.data()).handle())).hasBinaryContent(image);
    }

    @Test
    void carriesOutAChangeOfAPeerThatCloses() throws Exception {
        for (int round = 0; round < 8; round++) {
            try (Socket socket = connect()) {
                socket.getOutputStream().write(framed(new UnikernelCommand.Destroy()));
                socket.setSoLinger(round % 2 == 0, 0); // with a reset, every other time
                if (round % 2 == 0) {
                    assertThat(next(requests).command()).isEqualTo(new UnikernelCommand.Destroy());
                }
            }
            if (round % 2 == 1) {
                assertThat(next(requests).command()).isEqualTo(new UnikernelCommand.Destroy());
            }
        }
    }

    @Test
    void handsOnTheDataOfABlockSet() throws Exception {
        byte[] content = random(1 << 20);
        try (Socket socket = connect()) {
            OutputStream out = socket.getOutputStream();
            out.write(framed(new BlockCommand.Set(false)));
            for (int from = 0; from < content.length; from += 100_000) {
                byte[] piece = Arrays.copyOfRange(content, from, Math.min(content.length, from + 100_000));
                out.write(Frame.header(piece.length));
                out.write(piece);
            }
            out.write(Frame.header(0));
            assertThat(answer(reader(socket.getInputStream()))).isEqualTo(DONE);
        }
        assertThat(next(data)).isEqualTo(content);
    }

    @Test
    void streamsAfterAQuietWhileAndEndsWithItsPeer() throws Exception {
        Data line = new Data.Console(java.time.Instant.EPOCH, Text.of("x".repeat(500)));
        Sink sink;
        try (Socket socket = connect()) {
            MessageReader messages = reader(socket.getInputStream());
            socket.getOutputStream().write(framed(SUBSCRIBE));
            assertThat(answer(messages)).isEqualTo(new Reply.Done("subscribed"));
            sink = next(subscribers);
            for (int i = 0; i < 100; i++) {
                sink.data(HEADER.name(), line);
                assertThat(((Payload.Stream) messages.next().orElseThrow().payload()).data())
                        .isEqualTo(line);
            }
        }
        while (cancelled.isEmpty()) {
            sink.data(HEADER.name(), line);
            Thread.onSpinWait();
        }
        assertThat(next(cancelled)).isEqualTo(SUBSCRIBE);
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(LIMIT_MILLIS, TimeUnit.MILLISECONDS);
        assertThat(next).isNotNull();
        return next;
    }
}
