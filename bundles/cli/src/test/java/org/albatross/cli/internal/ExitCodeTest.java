package org.albatross.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.albatross.model.Data;
import org.albatross.model.Name;
import org.albatross.model.Payload;
import org.albatross.model.Reply;
import org.albatross.model.Text;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
                .isEqualTo(new Outcome(121, "", "albatross: [ERROR] the peer sent a message that is no answer\n"));
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
                .isEqualTo(new Outcome(121, "", "albatross: [ERROR] cannot write to standard output\n"));
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
        Files.write(image, new byte[4 << 20]);
        try (FakePlatform platform = FakePlatform.listen(
                directory, "util/vmmd.sock", connection -> connection.send(new Reply.Failure("too large")))) {
            Outcome outcome = platform.client().run("create", "a", image.toString(), "--typ", "bhyve");

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
