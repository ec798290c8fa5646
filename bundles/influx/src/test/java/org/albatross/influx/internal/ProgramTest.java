package org.albatross.influx.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.albatross.model.Name;
import org.albatross.model.Payload;
import org.albatross.model.Reply;
import org.albatross.testing.LogLines;
import org.albatross.testing.Samples;
import org.albatross.wire.BlobSink;
import org.albatross.wire.BlobSource;
import org.albatross.wire.Header;
import org.albatross.wire.Limits;
import org.albatross.wire.Message;
import org.albatross.wire.MessageReader;
import org.albatross.wire.MessageWriter;
import org.albatross.wire.ProtocolException;
import org.albatross.wire.WireDecoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ProgramTest {
    private static final Path RUN = Path.of("/run/albatross");

    private final Path directory;

    ProgramTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private static Program.Order order(String... words) {
        return Program.Order.parse(List.of(words), RUN);
    }

    @Test
    void takesTheOptionsOfTheOriginal() {
        assertThat(order("--influx=host", "--no-drop-path", "-n", "a:"))
                .isEqualTo(new Program.Order(
                        Target.telegraf("host:8094"),
                        Name.parse("a:"),
                        false,
                        Path.of("/run/albatross/util/stat.sock")));
        assertThat(order("--influx", "[::1]:99", "--socket=/s", "--name=a:b"))
                .isEqualTo(new Program.Order(Target.telegraf("[::1]:99"), Name.parse("a:b"), true, Path.of("/s")));
    }

    @Test
    void takesTheOptionsOfTheOriginalsUnits() {
        assertThat(order("-vv", "--verbosity=debug", "--color", "never", "-q", "--tmpdir=/other", "--influx=h"))
                .isEqualTo(new Program.Order(
                        Target.telegraf("h:8094"), Name.ROOT, true, Path.of("/other/util/stat.sock")));
        assertThat(order("--socket=/s", "--tmpdir=/other", "--influx=h").socket())
                .hasToString("/s");
    }

    @Test
    void helpsOnEightyColumns() throws InterruptedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, false, StandardCharsets.UTF_8);

        assertThat(Program.run(List.of("--help"), Map.of(), stream, stream)).isZero();

        assertThat(out.toString(StandardCharsets.US_ASCII).lines())
                .startsWith("Usage: albatross-influx [OPTION]... --influx HOST[:PORT]")
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void saysWhatIsWrongWithACommandLine() throws InterruptedException {
        for (String[] words : new String[][] {
            {},
            {"--influx"},
            {"host"},
            {"--influx=host:none"},
            {"--influx=host:99999"},
            {"--influx=h", "--name=a_b"},
            {"--influx=h", "--tmpdir"}
        }) {
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            PrintStream stream = new PrintStream(err, false, StandardCharsets.UTF_8);

            assertThat(Program.run(List.of(words), Map.of(), stream, stream)).isEqualTo(124);

            assertThat(err.toString(StandardCharsets.UTF_8))
                    .startsWith("albatross-influx: ")
                    .endsWith(" (see albatross-influx --help)\n")
                    .hasLineCount(1);
        }
    }

    private interface Conversation {
        void with(MessageReader reader, MessageWriter writer) throws IOException, ProtocolException;
    }

    private List<String> follow(String name, Conversation conversation) throws IOException {
        Path socket = directory.resolve("stat.sock");
        List<String> lines = new ArrayList<>();
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(UnixDomainSocketAddress.of(socket));
            CompletableFuture<Void> served = CompletableFuture.runAsync(() -> {
                try (SocketChannel peer = listener.accept()) {
                    conversation.with(
                            new MessageReader(
                                    Channels.newInputStream(peer),
                                    new WireDecoder(new Limits(65_536, 65_536, 65_536, 1000), BlobSink.REFUSING)),
                            new MessageWriter(Channels.newOutputStream(peer), BlobSource.NONE));
                } catch (IOException | ProtocolException e) {
                    throw new IllegalStateException(e);
                }
            });
            new StatisticsSocket(socket, Name.parse(name), new Points(false), Clock.fixed(Samples.TIME, ZoneOffset.UTC))
                    .follow(lines::addAll);
            served.join();
        }
        return lines;
    }

    @Test
    void makesLinesOfWhatASocketTells() throws IOException {
        List<String> lines = follow("a:b:", (reader, writer) -> {
            Message asked = reader.next().orElseThrow();
            assertThat(asked.header().name()).hasToString("a:b:");
            writer.write(new Message(asked.header(), new Payload.Answer(new Reply.Done("subscribed"))));
            writer.write(new Message(new Header(0, Name.parse("c:web")), new Payload.Stream(Samples.STATS)));
        });

        assertThat(lines).hasSize(4).first().asString().startsWith("resource_usage,vm=a:b:c:web utime=1.000020,");
    }

    @Test
    void endsWithWhatAPlatformRefuses() {
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> follow(":", (reader, writer) -> {
                    Message asked = reader.next().orElseThrow();
                    writer.write(new Message(asked.header(), new Payload.Answer(new Reply.Failure("not allowed"))));
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("refuses: not allowed");
    }

    @Test
    void saysOnceThatASocketTellsNothingAndOnceThatItDoesAgain() throws Exception {
        Path socket = directory.resolve("stat.sock");
        BlockingQueue<List<String>> told = new LinkedBlockingQueue<>();
        StatisticsSocket statistics =
                new StatisticsSocket(socket, Name.ROOT, new Points(true), Clock.fixed(Samples.TIME, ZoneOffset.UTC));
        Thread following = new Thread(() -> {
            try {
                Program.follow(statistics, socket, told::add, Duration.ofMillis(1));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        try (LogLines log = new LogLines("org.albatross.influx");
                ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(UnixDomainSocketAddress.of(socket));
            following.start();
            for (int i = 0; i < 3; i++) {
                listener.accept().close();
            }
            for (int i = 0; i < 2; i++) {
                try (SocketChannel peer = listener.accept()) {
                    new MessageWriter(Channels.newOutputStream(peer), BlobSource.NONE)
                            .write(new Message(new Header(0, Name.parse("a:web")), new Payload.Stream(Samples.STATS)));
                    assertThat(told.poll(30, TimeUnit.SECONDS)).isNotNull();
                }
                for (int j = 0; j < 3; j++) {
                    listener.accept().close();
                }
            }
            following.interrupt();
            following.join();

            assertThat(log.lines().stream().map(line -> line.replaceAll(": .*", "")))
                    .containsExactly(
                            "WARN " + socket + " tells no statistics, and is tried again each 1 ms",
                            "INFO " + socket + " tells statistics again",
                            "WARN " + socket + " tells no statistics, and is tried again each 1 ms",
                            "INFO " + socket + " tells statistics again",
                            "WARN " + socket + " tells no statistics, and is tried again each 1 ms");
        }
    }
}
