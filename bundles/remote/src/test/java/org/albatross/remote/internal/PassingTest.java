package org.albatross.remote.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.albatross.model.Payload;
import org.albatross.model.Reply;
import org.albatross.session.BlobReceiver;
import org.albatross.session.Deadlines;
import org.albatross.session.SessionLimits;
import org.albatross.session.Sessions;
import org.albatross.session.Share;
import org.albatross.session.Transport;
import org.albatross.wire.BlobSink;
import org.albatross.wire.Limits;
import org.albatross.wire.MessageReader;
import org.albatross.wire.WireDecoder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections over plain sockets that are passed on to a host that a test plays. */
class PassingTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final byte[] INTRODUCTION = "who this is".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private Sessions sessions;
    private ServerSocketChannel front;
    private ServerSocketChannel host;
    private HostSocket socket;
    private volatile PassingLimits limits = new PassingLimits(LONG, LONG, LONG);
    private final CountDownLatch sent = new CountDownLatch(1);
    private final BlockingQueue<Runnable> ends = new LinkedBlockingQueue<>();

    @BeforeEach
    void listen(@TempDir Path folder) throws IOException {
        SessionLimits any = new SessionLimits(
                1,
                new Share(9, 9),
                new Share(1, 1),
                new Share(1, 1),
                new Share(1, 1),
                new Deadlines(LONG, LONG, LONG, LONG, 1));
        BlobReceiver none = caller -> {
            throw new AssertionError("nothing is received here");
        };
        sessions = new Sessions("passing", any, none, SelectorProvider.provider());
        front = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        socket = new HostSocket(folder.resolve("edge.sock"));
        host = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        sessions.listen(front, new Sessions.Newcomers() {
            @Override
            public void accept(SocketChannel channel, Transport transport) {
                Passing passing = new Passing(
                        transport, ByteBuffer.wrap(INTRODUCTION), socket, sessions::transport, limits, sent::countDown);
                passing.open();
                ends.add(passing::end);
            }

            @Override
            public void makeRoom() {
                throw new AssertionError("there is room");
            }
        });
        sessions.start();
    }

    @AfterEach
    void stop() throws Exception {
        sessions.stop();
        front.close();
        host.close();
    }

    private Socket client() throws IOException {
        Socket client = new Socket();
        client.connect(front.getLocalAddress());
        client.setSoTimeout(60_000);
        return client;
    }

    private void bind() throws IOException {
        host.bind(UnixDomainSocketAddress.of(socket.file()));
    }

    private SocketChannel accept() throws IOException {
        SocketChannel accepted = host.accept();
        assertThat(Channels.newInputStream(accepted).readNBytes(INTRODUCTION.length))
                .isEqualTo(INTRODUCTION);
        return accepted;
    }

    @Test
    void passesBothDirectionsOnAndTheEndOfEach() throws Exception {
        bind();
        try (Socket client = client();
                SocketChannel accepted = accept()) {
            assertThat(sent.await(60, TimeUnit.SECONDS)).isTrue();
            client.getOutputStream().write(new byte[] {1, 2, 3});
            client.shutdownOutput();
            assertThat(Channels.newInputStream(accepted).readAllBytes()).containsExactly(1, 2, 3);

            accepted.write(ByteBuffer.wrap(new byte[] {0, 0, 0, 2, 7, 8}));
            byte[] answer = new byte[6];
            new DataInputStream(client.getInputStream()).readFully(answer);
            assertThat(answer).containsExactly(0, 0, 0, 2, 7, 8);
            accepted.shutdownOutput();
            assertThat(client.getInputStream().read()).isNegative();
        }
    }

    @Test
    void losesNothingOfWhatIsTakenSlowly() throws Exception {
        byte[] up = new byte[3_000_000];
        new Random(1).nextBytes(up);
        byte[] down = new byte[3_000_004];
        new Random(2).nextBytes(down);
        ByteBuffer.wrap(down).putInt(3_000_000);
        bind();
        try (Socket client = client();
                SocketChannel accepted = accept()) {
            Thread sender = new Thread(() -> send(client, up));
            Thread answerer = new Thread(() -> answer(accepted, down));
            sender.start();
            answerer.start();
            byte[] taken = new byte[down.length];
            new DataInputStream(client.getInputStream()).readFully(taken);
            assertThat(taken).isEqualTo(down);
            assertThat(Channels.newInputStream(accepted).readAllBytes()).isEqualTo(up);
            sender.join();
            answerer.join();
        }
    }

    private static void send(Socket client, byte[] bytes) {
        try {
            client.getOutputStream().write(bytes);
            client.shutdownOutput();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void answer(SocketChannel accepted, byte[] bytes) {
        try {
            Channels.newOutputStream(accepted).write(bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void waitsForAHostThatIsNotThereYet() throws Exception {
        try (Socket client = client()) {
            client.getOutputStream().write(5);
            Runnable end = ends.take();
            bind();
            try (SocketChannel accepted = accept()) {
                assertThat(Channels.newInputStream(accepted).read()).isEqualTo(5);
                end.run();
                assertThat(client.getInputStream().read()).isNegative();
                assertThat(Channels.newInputStream(accepted).read()).isNegative();
            }
        }
    }

    @Test
    void tellsAClientThatTheHostCannotBeReached() throws Exception {
        limits = new PassingLimits(Duration.ofMillis(1), LONG, LONG);
        try (Socket client = client()) {
            Reply.Failure failure = (Reply.Failure) ((Payload.Answer) new MessageReader(
                                    client.getInputStream(), new WireDecoder(Limits.ANSWERS, BlobSink.REFUSING))
                            .next()
                            .orElseThrow()
                            .payload())
                    .reply();
            assertThat(failure.message().decoded()).contains("cannot be reached by its edge");
            assertThat(client.getInputStream().read()).isNegative();
            assertThat(sent.getCount()).isZero();
        }
    }

    @Test
    void tellsAClientWhatAHostSaysThatDoesNotListen() throws Exception {
        bind();
        try (Socket client = client();
                SocketChannel refusing = host.accept()) {
            refusing.write(ByteBuffer.wrap(new byte[] {0, 0, 0, 1, 9}));
            refusing.shutdownInput().shutdownOutput();
            client.getOutputStream().write(new byte[100_000]);
            assertThat(Arrays.copyOf(client.getInputStream().readNBytes(5), 5)).containsExactly(0, 0, 0, 1, 9);
        }
    }

    @Test
    void closesAClientThatTakesNothing() throws Exception {
        limits = new PassingLimits(LONG, LONG, Duration.ofMillis(400));
        bind();
        try (Socket client = client();
                SocketChannel accepted = accept()) {
            byte[] endless = new byte[1 << 16];
            ByteBuffer.wrap(endless).putInt(Integer.MAX_VALUE);
            boolean closed = false;
            try {
                for (int i = 0; i < 1_000; i++) {
                    Channels.newOutputStream(accepted).write(endless);
                }
            } catch (IOException e) {
                closed = true;
            }
            assertThat(closed).isTrue();
            assertThat(client.isConnected()).isTrue();
        }
    }
}
