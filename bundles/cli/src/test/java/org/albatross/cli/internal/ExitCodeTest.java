package org.albatross.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.albatross.fixture.Image;
import org.albatross.fixture.Padding;
import org.albatross.model.Blob;
import org.albatross.model.Bytes;
import org.albatross.model.Data;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.Named;
import org.albatross.model.Payload;
import org.albatross.model.Policy;
import org.albatross.model.Reply;
import org.albatross.model.Text;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a command ends when it does not end well. */
class ExitCodeTest {
    private final Path directory;

    ExitCodeTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void endsWith117AndEscapesTheMessageOfAFailure() throws Exception {
        Reply failure = new Reply.Failure(Text.of("bad \u001b[2J\nline \u00e4"));
        try (FakePlatform platform = FakePlatform.answering(directory, failure)) {
            assertThat(platform.client().run("info"))
                    .isEqualTo(
                            new Outcome(
                                    117,
                                    "",
                                    "albatross: [WARNING] host [unikernel: :]: command failed bad \\027[2J\\nline \\195\\164\n"));
        }
    }

    @Test
    void endsWith121WhenThePeerClosesBeforeItsAnswer() throws Exception {
        assertThat(talk(FakePlatform.Connection::receive))
                .isEqualTo(new Outcome(
                        121,
                        "",
                        "albatross: [ERROR] the peer closed the connection before it answered; it may be older than"
                                + " this program\n"));
    }

    @Test
    void endsWith121WhenTheAnswerIsCutOff() throws Exception {
        Outcome outcome = talk(connection -> {
            connection.receive();
            connection.raw((byte) 0, (byte) 0, (byte) 0, (byte) 9, (byte) 0x30);
        });

        assertThat(outcome.exitCode()).isEqualTo(121);
        assertThat(outcome.err()).startsWith("albatross: [ERROR] cannot understand what the peer sent: ");
    }

    @Test
    void endsWith121WhenTheAnswerIsAnnouncedWithTwoGigabytesAndNoneCome() throws Exception {
        Outcome outcome = talk(connection -> {
            connection.receive();
            connection.raw((byte) 0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff);
        });

        assertThat(outcome.exitCode()).isEqualTo(121);
    }

    @Test
    void endsWith121WhenTheAnswerIsData() throws Exception {
        Outcome outcome = talk(connection -> {
            connection.receive();
            connection.send(new Data.Console(Outcome.NOW, Text.of("line")));
        });

        assertThat(outcome)
                .isEqualTo(new Outcome(121, "", "albatross: [ERROR] the peer sent a message that is not an answer\n"));
    }

    @Test
    void endsWith121WhenAnOriginalIsAskedForAStatus() throws Exception {
        assertThat(talk(FakePlatform.Connection::receive, "status"))
                .isEqualTo(new Outcome(
                        121,
                        "",
                        "albatross: [ERROR] the platform does not know this command: it is an original Albatross, or"
                                + " an old one\n"));
    }

    @Test
    void endsWith122WithoutASocket() {
        Outcome outcome = new Outcome.Client(directory).run("info");

        assertThat(outcome)
                .isEqualTo(new Outcome(
                        122,
                        "",
                        "albatross: [ERROR] couldn't connect to unix domain socket " + directory + "/util/vmmd.sock:"
                                + " no such file; is the platform (albatrossd) running, with this run directory?\n"));
    }

    @Test
    void endsWith122WhenThePathIsTooLongForASocket() {
        assertThat(new Outcome.Client(directory)
                        .run("info", "--socket", "/" + "x".repeat(200))
                        .exitCode())
                .isEqualTo(122);
    }

    @Test
    void triesARefusedConnectionForFiveSeconds() throws Exception {
        Path socket = directory.resolve("util/vmmd.sock");
        refuseConnections(socket);
        Outcome.Client client = new Outcome.Client(directory);

        Outcome outcome = client.run("info");

        assertThat(outcome.exitCode()).isEqualTo(122);
        assertThat(outcome.err()).contains("nobody listens on it");
        assertThat(client.pauses().stream().mapToLong(pause -> pause.toMillis()).sum())
                .isEqualTo(5000);
    }

    @Test
    void connectsOnceSomebodyListensAgain() throws Exception {
        refuseConnections(directory.resolve("util/vmmd.sock"));
        Outcome.Client client = new Outcome.Client(directory);
        FakePlatform[] late = new FakePlatform[1];

        Outcome outcome = client.whilePausing(() -> {
                    if (late[0] == null) {
                        late[0] = FakePlatform.answering(directory, new Reply.Empty());
                    }
                })
                .run("destroy", "hello");

        late[0].close();
        assertThat(outcome).isEqualTo(new Outcome(0, "host [unikernel: :hello]: success\n", ""));
    }

    @Test
    void endsWith121WhenStandardOutputTakesNothing() {
        assertThat(new Outcome.Client(directory).withoutOutput().run("--version"))
                .isEqualTo(new Outcome(
                        121, "", "albatross: [ERROR] cannot write to standard output: No space" + " left on device\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "--version",
                "help create",
                "info",
                "info --watch",
                "info --json",
                "policy --wide",
                "get net --output -",
                "manual",
                "completion bash"
            })
    void endsQuietlyWith141WhenItsReaderHasLeft(String words) throws Exception {
        Reply reply = words.startsWith("get")
                ? new Reply.UnikernelImage(false, Blob.of(Bytes.of(new byte[100_000])))
                : new Reply.Policies(List.of(new Named<>(
                        Name.ROOT,
                        new Policy(new TreeSet<>(), 1, new Megabytes(32), Optional.empty(), new TreeSet<>()))));
        try (FakePlatform platform = FakePlatform.listen(
                directory,
                "util/vmmd.sock",
                words.matches("(info|policy|get).*")
                        ? new FakePlatform.Script[] {connection -> connection.answer(reply)}
                        : new FakePlatform.Script[0])) {
            assertThat(platform.client().withOutputThatFails("Broken pipe").run(words.split(" ")))
                    .isEqualTo(new Outcome(141, "", ""));
        }
    }

    @Test
    void endsAStreamWhoseReaderHasLeft() throws Exception {
        try (FakePlatform platform = FakePlatform.listen(directory, "util/console.sock", connection -> {
            connection.answer(new Reply.Done("subscribed"));
            try {
                for (; ; ) {
                    connection.line(Outcome.NOW, "a flood, of which the client always has more at hand");
                }
            } catch (IOException e) {
                // Where the client left something unread, the kernel says so by a reset.
                assertThat(e.getMessage()).containsAnyOf("Broken pipe", "Connection reset");
            }
        })) {
            assertThat(platform.client().withOutputThatFails("Broken pipe").run("console", "net"))
                    .isEqualTo(new Outcome(141, "", ""));
        }
    }

    @Test
    void tellsTheFailureOfACommandWhoseReaderHasLeft() throws Exception {
        try (FakePlatform platform = FakePlatform.answering(directory, new Reply.Failure("too large"))) {
            assertThat(platform.client()
                            .withOutputThatFails("Broken pipe")
                            .run("info")
                            .exitCode())
                    .isEqualTo(117);
        }
    }

    @Test
    void escapesWhatAMessageQuotesOnceOnly() throws Exception {
        Text quoted = Text.of("bridge " + Text.of("br\u00e4") + " does not exist");
        try (FakePlatform platform =
                FakePlatform.answering(directory, new Reply.Failure(quoted), new Reply.Done(quoted))) {
            assertThat(platform.client().run("info").err())
                    .endsWith("command failed bridge br\\195\\164 does not exist\n");
            assertThat(platform.client().run("destroy", "a").out())
                    .endsWith("success: bridge br\\195\\164 does not exist\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"info", "policy", "destroy net", "create-block a 1", "status", "console net"})
    @Execution(ExecutionMode.CONCURRENT) // each has a peer of its own, and waits for it
    void endsWith121WhenThePlatformSaysNothing(String words) throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        String socket = words.startsWith("console") ? "util/console.sock" : "util/vmmd.sock";
        try (FakePlatform platform = FakePlatform.listen(directory, socket, connection -> {
            connection.receive();
            assertThat(ended.await(1, TimeUnit.MINUTES)).isTrue();
        })) {
            assertThat(platform.client().run((words + " --timeout=1").split(" ")))
                    .isEqualTo(new Outcome(
                            121,
                            "",
                            "albatross: [ERROR] the platform has neither sent nor taken a byte for 1 s; whether it"
                                    + " carries the command out is not known (--timeout)\n"));
            ended.countDown();
        }
    }

    @Test
    void endsWith121WhenThePlatformStopsReading() throws Exception {
        Path data = directory.resolve("large");
        Files.write(data, new byte[8 << 20]);
        CountDownLatch ended = new CountDownLatch(2);
        FakePlatform.Script deaf = connection -> {
            connection.receive();
            ended.await(1, TimeUnit.MINUTES);
        };
        try (FakePlatform platform = FakePlatform.listen(directory, "util/vmmd.sock", deaf)) {
            Outcome outcome = platform.client().run("set-block", "a", data.toString(), "--timeout=1");
            ended.countDown();
            ended.countDown();

            assertThat(outcome.exitCode()).isEqualTo(121);
            assertThat(outcome.err()).contains("neither sent nor taken a byte for 1 s");
        }
    }

    @Test
    void waitsForLinesForEver() throws Exception {
        CountDownLatch silent = new CountDownLatch(1);
        try (FakePlatform platform = FakePlatform.listen(directory, "util/console.sock", connection -> {
            connection.answer(new Reply.Done("subscribed"));
            assertThat(silent.await(1500, TimeUnit.MILLISECONDS))
                    .as("the client ends by itself")
                    .isFalse();
            connection.line(Outcome.NOW, "at last");
        })) {
            assertThat(platform.client().run("console", "net", "--timeout=1").out())
                    .endsWith("at last\n");
        }
    }

    @Test
    void endsWith122WhenThePlatformTakesNoConnection() throws Exception {
        Path socket = directory.resolve("util/vmmd.sock");
        Files.createDirectories(socket.getParent());
        List<SocketChannel> waiting = new ArrayList<>();
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket), 1);
            assertThatThrownBy(() -> {
                        for (; ; ) {
                            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
                            waiting.add(channel);
                            channel.configureBlocking(false);
                            channel.connect(UnixDomainSocketAddress.of(socket));
                        }
                    })
                    .hasMessageContaining("temporarily unavailable");
            Outcome.Client client = new Outcome.Client(directory);

            Outcome outcome = client.run("info", "--timeout=7");

            assertThat(outcome.exitCode()).isEqualTo(122);
            assertThat(outcome.err()).contains("the platform has taken no connection for 7 s (--timeout)");
            assertThat(client.pauses().stream().mapToLong(Duration::toMillis).sum())
                    .isEqualTo(7000);
        } finally {
            for (SocketChannel channel : waiting) {
                channel.close();
            }
        }
    }

    @Test
    void endsWith125ForADefect() {
        Outcome outcome = new Outcome.Client(directory).run("--tmpdir", "\0", "info");

        assertThat(outcome.exitCode()).isEqualTo(125);
        assertThat(outcome.err())
                .startsWith("albatross: [ERROR] internal error, please report it: ")
                .hasLineCount(1);
    }

    @Test
    void readsTheAnswerOfAPeerThatDoesNotReadTheWholeCommand() throws Exception {
        Path image = directory.resolve("large");
        Image.hello().padding(Padding.trailing(4 << 20)).write(image);
        try (FakePlatform platform = FakePlatform.listen(
                directory, "util/vmmd.sock", connection -> connection.send(new Reply.Failure("too large")))) {
            Outcome outcome = platform.client().run("create", "a", image.toString());

            assertThat(outcome.exitCode()).isEqualTo(117);
            assertThat(outcome.err()).contains("command failed too large");
        }
    }

    @Test
    void sendsTheSequenceZeroAndTheName() throws Exception {
        try (FakePlatform platform = FakePlatform.answering(directory, new Reply.Done("destroyed unikernel"))) {
            platform.client().run("destroy", "Foo:Bar");

            assertThat(platform.received().get(0).header().sequence()).isZero();
            assertThat(platform.received().get(0).header().name()).isEqualTo(Name.parse("foo:bar"));
            assertThat(platform.received().get(0).payload()).isInstanceOf(Payload.Ask.class);
        }
    }

    private Outcome talk(FakePlatform.Script script, String... words) throws Exception {
        try (FakePlatform platform = FakePlatform.listen(directory, "util/vmmd.sock", script)) {
            return platform.client().run(words.length == 0 ? new String[] {"info"} : words);
        }
    }

    private static void refuseConnections(Path socket) throws IOException {
        Files.createDirectories(socket.getParent());
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
        }
    }
}
