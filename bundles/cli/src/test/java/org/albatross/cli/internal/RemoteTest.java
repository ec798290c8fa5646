package org.albatross.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.albatross.cli.internal.peer.Destination;
import org.albatross.cli.internal.run.Terminal;
import org.albatross.fixture.Image;
import org.albatross.model.Command;
import org.albatross.model.ConsoleCommand;
import org.albatross.model.Data;
import org.albatross.model.Name;
import org.albatross.model.Reply;
import org.albatross.model.Text;
import org.albatross.model.UnikernelCommand;
import org.albatross.pki.Authority;
import org.albatross.pki.Certificates;
import org.albatross.pki.KeyType;
import org.albatross.pki.Keys;
import org.albatross.wire.Header;
import org.albatross.wire.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Commands for a platform elsewhere. */
class RemoteTest {
    private static final Reply DONE = new Reply.Done("done");

    @SuppressWarnings("NullAway.Init") // set by JUnit
    @TempDir
    private Path directory;

    @Test
    void sendsACommandInACertificate() throws Exception {
        AtomicReference<Command> asked = new AtomicReference<>();
        AtomicReference<String> subject = new AtomicReference<>("");
        try (RemotePeerFixture peer = new RemotePeerFixture(directory, true, connection -> {
            connection.socket().startHandshake();
            asked.set(connection.command());
            subject.set(connection.subject() + " of " + connection.certificates());
            connection.send(new Reply.Infos(UnikernelCommand.InfoForm.CURRENT, List.of()));
        })) {
            assertThat(peer.run("info")).isEqualTo(new Outcome(0, "host [unikernel: user:]: no unikernels\n", ""));
            peer.awaitServed();
            assertThat(asked.get()).isEqualTo(new UnikernelCommand.Info(UnikernelCommand.InfoForm.CURRENT));
            assertThat(subject.get()).isEqualTo(". of 2");
        }
    }

    @Test
    void goesElsewhereUnderTheNameOfAnOldProgram() throws Exception {
        CommandLine line = Parser.of(Commands.meantBy("info").get(0).newCommand(), "info", Terminal.NONE);
        Program.setDefaults(line, "albatross-client-bistro");
        Parser.parse(line, List.of());
        assertThat(line.getCommandSpec().findOption("--destination").<Object>getValue())
                .isEqualTo(Optional.of(new Destination("localhost", 1025)));
        Parser.parse(line, List.of("-d", "other"));
        assertThat(line.getCommandSpec().findOption("--destination").<Object>getValue())
                .isEqualTo(Optional.of(new Destination("other", 1025)));

        Outcome.Client client = new Outcome.Client(directory).calledAs("albatross-client-bistro");
        assertThat(client.run("info", "--ca=" + directory.resolve("ca.pem")))
                .isEqualTo(new Outcome(
                        124, "", "albatross-client-bistro: " + directory.resolve("ca.pem") + ": no such file\n"));
        assertThat(client.run("certificate", "a", "b").err()).contains("either --destination HOST is needed");
    }

    @Test
    void streamsAnImageBehindTheHandshake() throws Exception {
        Path image = directory.resolve("image");
        Image.hello().write(image);
        AtomicReference<byte[]> data = new AtomicReference<>(new byte[0]);
        AtomicReference<Long> length = new AtomicReference<>(-1L);
        try (RemotePeerFixture peer = new RemotePeerFixture(directory, true, connection -> {
            connection.socket().startHandshake();
            UnikernelCommand.Create asked = (UnikernelCommand.Create) connection.command();
            length.set(asked.config().image().length());
            data.set(connection.data());
            connection.send(DONE);
        })) {
            Outcome outcome = peer.run("create", "hello", image.toString(), "--compression-level=0");
            assertThat(outcome).isEqualTo(new Outcome(0, "host [unikernel: user:]: success: done\n", ""));
            assertThat(data.get()).isEqualTo(Files.readAllBytes(image));
            assertThat(length.get()).isZero();
        }
    }

    @Test
    void streamsTheContentsOfABlockDevice() throws Exception {
        byte[] contents = new byte[300_000];
        new Random(1).nextBytes(contents);
        Path file = Files.write(directory.resolve("contents"), contents);
        AtomicReference<byte[]> data = new AtomicReference<>(new byte[0]);
        try (RemotePeerFixture peer = new RemotePeerFixture(directory, true, connection -> {
            data.set(connection.data());
            connection.send(DONE);
        })) {
            assertThat(peer.run("set-block", "disk", file.toString()).exitCode())
                    .isZero();
            assertThat(data.get()).isEqualTo(contents);
        }
    }

    @Test
    void showsAStreamToItsEnd() throws Exception {
        Name name = Name.parse("user:hello");
        try (RemotePeerFixture peer = new RemotePeerFixture(directory, true, connection -> {
            connection.socket().startHandshake();
            assertThat(connection.command()).isInstanceOf(ConsoleCommand.Subscribe.class);
            connection.send(Message.answer(new Header(0, name), new Reply.Done("subscribed")));
            for (int i = 0; i < 100; i++) {
                connection.send(
                        Message.stream(new Header(0, name), new Data.Console(Outcome.NOW, Text.of("line " + i))));
            }
        })) {
            Outcome outcome = peer.run("console", "hello");
            assertThat(outcome.exitCode()).isZero();
            assertThat(outcome.out()).contains("line 0\n", "line 99\n");
        }
    }

    @Test
    void endsWith117AndTheReasonOfARefusalThoughItStillSends() throws Exception {
        byte[] contents = new byte[5_000_000];
        Path file = Files.write(directory.resolve("contents"), contents);
        try (RemotePeerFixture peer = new RemotePeerFixture(directory, true, connection -> {
            connection.socket().startHandshake();
            connection.send(new Reply.Failure("in use"));
            connection.data();
        })) {
            assertThat(peer.run("set-block", "disk", file.toString()))
                    .isEqualTo(new Outcome(
                            117, "", "albatross: [WARNING] host [unikernel: user:]: command failed in use\n"));
        }
    }

    @Test
    void endsWith116WhenItsOwnChainIsNotOfThePlatformsCa() throws Exception {
        try (RemotePeerFixture peer = new RemotePeerFixture(directory, true, connection -> {})) {
            Files.writeString(
                    directory.resolve("cacert.pem"),
                    Certificates.text(List.of(otherRoot().certificate())));
            Outcome outcome = peer.run("info");
            assertThat(outcome.exitCode()).isEqualTo(116);
            assertThat(outcome.err())
                    .startsWith("albatross: [ERROR] TLS validation error of provided certificate chain: ");
        }
    }

    private static Authority otherRoot() {
        return Authority.root(
                "ca",
                KeyType.ED25519.generate(),
                org.albatross.pki.Validity.of(Outcome.NOW, java.time.Duration.ofDays(10)));
    }

    @Test
    void endsWith119WhenThePlatformRefusesTheCertificate() throws Exception {
        try (RemotePeerFixture peer = new RemotePeerFixture(directory, false, connection -> {
            connection.socket().startHandshake();
        })) {
            Outcome outcome = peer.run("info");
            assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(119);
            assertThat(outcome.err()).contains("refused the certificate (");
        }
    }

    @Test
    void endsWith119AlsoWhileItSendsAnImage() throws Exception {
        byte[] contents = new byte[5_000_000];
        Path file = Files.write(directory.resolve("contents"), contents);
        try (RemotePeerFixture peer = new RemotePeerFixture(directory, false, connection -> {
            connection.socket().startHandshake();
        })) {
            assertThat(peer.run("set-block", "disk", file.toString()).exitCode())
                    .isIn(119, 121);
        }
    }

    @Test
    void endsWith120WhenThePlatformIsOfAnotherCa() throws Exception {
        try (RemotePeerFixture stranger =
                        new RemotePeerFixture(Files.createDirectory(directory.resolve("other")), true, connection -> {
                            connection.socket().startHandshake();
                        });
                RemotePeerFixture peer = new RemotePeerFixture(directory, true, connection -> {})) {
            Outcome outcome = new Outcome.Client(directory)
                    .run(
                            "info",
                            "--destination=127.0.0.1:" + stranger.port(),
                            "--ca=" + directory.resolve("ca.pem"),
                            "--ca-key=" + directory.resolve("ca.key"),
                            "--server-ca=" + directory.resolve("cacert.pem"));
            assertThat(peer.root().certificate()).isNotNull();
            assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(120);
            assertThat(outcome.err()).contains("remote authentication failure");
        }
    }

    @Test
    void endsWith121WhenThePlatformClosesWithoutAnAnswer() throws Exception {
        try (RemotePeerFixture peer = new RemotePeerFixture(directory, true, connection -> {
            connection.socket().startHandshake();
        })) {
            Outcome outcome = peer.run("info");
            assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(121);
        }
    }

    @Test
    void endsWith122WhenNobodyListens() throws Exception {
        RemotePeerFixture peer = new RemotePeerFixture(directory, true, connection -> {});
        peer.close();
        Outcome outcome = peer.run("info");
        assertThat(outcome.exitCode()).isEqualTo(122);
        assertThat(outcome.err()).contains("connect failed with connection to 127.0.0.1:" + peer.port());
    }

    @Test
    void saysWhichFileIsWrongAndWhy() throws Exception {
        try (RemotePeerFixture peer = new RemotePeerFixture(directory, true, connection -> {})) {
            Path key = directory.resolve("ca.key");
            Files.writeString(key, Keys.text(KeyType.ED25519.generate().getPrivate()));
            assertThat(peer.run("info").exitCode()).isEqualTo(124);
            assertThat(peer.run("info").err()).contains(key.toString());
            Files.writeString(key, "nothing");
            assertThat(peer.run("info").err()).contains(key + ": it is not PEM");
            Files.delete(directory.resolve("cacert.pem"));
            Files.delete(key);
            assertThat(peer.run("info").err()).contains(key + ": no such file");
        }
    }

    @Test
    void refusesWhatNoCertificateCanAsk() throws Exception {
        Path image = directory.resolve("image");
        Image.hello().write(image);
        try (RemotePeerFixture peer = new RemotePeerFixture(directory, true, connection -> {})) {
            assertThat(peer.run("destroy", "a:hello").err()).contains("non-empty path: a:hello");
            assertThat(peer.run("add-policy", "a", "1").err()).contains("add-policy --csr");
            Outcome large = peer.run("create", "hello", image.toString(), "--mem=2000");
            assertThat(large.exitCode()).isEqualTo(124);
            assertThat(large.err()).contains("couldn't generate certificate chain: ", "2000");
        }
    }

    @Test
    void refusesToAskTheShellOfThisHostInPlaceOfThatOfAnother() throws Exception {
        try (RemotePeerFixture peer = new RemotePeerFixture(directory, true, connection -> {})) {
            for (String command : List.of("health", "shell")) {
                assertThat(peer.run(command).err()).contains("alone: neither --destination nor --csr goes with it");
            }
            assertThat(peer.run("shell").exitCode()).isEqualTo(124);
            assertThat(peer.run("health").exitCode()).isEqualTo(3);
        }
    }

    @Test
    void printsTheCertificatesForTheDestinationMinus() throws Exception {
        try (RemotePeerFixture peer = new RemotePeerFixture(directory, true, connection -> {})) {
            Outcome outcome = new Outcome.Client(directory)
                    .run(
                            "info",
                            "--destination=-",
                            "--ca=" + directory.resolve("ca.pem"),
                            "--ca-key=" + directory.resolve("ca.key"));
            assertThat(peer.port()).isPositive();
            assertThat(outcome.exitCode()).isEqualTo(121);
            assertThat(outcome.out())
                    .containsSubsequence("intermediate:\n-----BEGIN CERTIFICATE-----", "leaf:\n-----BEGIN CERTIFICATE");
        }
    }

    @Test
    void takesAddressesOfIpv6() {
        assertThat(org.albatross.cli.internal.peer.Destination.parse("[2001:db8::1]:99"))
                .hasToString("[2001:db8::1]:99");
        assertThat(org.albatross.cli.internal.peer.Destination.parse("2001:db8::1"))
                .hasToString("[2001:db8::1]:1025");
        assertThat(org.albatross.cli.internal.peer.Destination.parse("[::1]")).hasToString("[::1]:1025");
        assertThat(org.albatross.cli.internal.peer.Destination.parse("host")).hasToString("host:1025");
    }
}
