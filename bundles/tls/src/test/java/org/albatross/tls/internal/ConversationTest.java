package org.albatross.tls.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.albatross.api.Cancellable;
import org.albatross.api.Request;
import org.albatross.api.Sink;
import org.albatross.model.Arguments;
import org.albatross.model.Blob;
import org.albatross.model.BlockCommand;
import org.albatross.model.Bytes;
import org.albatross.model.Caller;
import org.albatross.model.Command;
import org.albatross.model.ConsoleCommand;
import org.albatross.model.CpuId;
import org.albatross.model.Data;
import org.albatross.model.FailBehaviour;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.Payload;
import org.albatross.model.PolicyCommand;
import org.albatross.model.Refusal;
import org.albatross.model.Reply;
import org.albatross.model.Text;
import org.albatross.model.UnikernelCommand;
import org.albatross.model.UnikernelConfig;
import org.albatross.model.UnikernelType;
import org.albatross.pki.Authority;
import org.albatross.pki.Certificates;
import org.albatross.pki.Keys;
import org.albatross.wire.BlobSink;
import org.albatross.wire.Frame;
import org.albatross.wire.Header;
import org.albatross.wire.Limits;
import org.albatross.wire.Message;
import org.albatross.wire.MessageReader;
import org.albatross.wire.WireDecoder;
import org.albatross.wire.WireEncoder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a certificate asks is carried out and answered. */
class ConversationTest {
    private static final Command INFO = new UnikernelCommand.Info(UnikernelCommand.InfoForm.CURRENT);
    private static final Reply DONE = new Reply.Done("done");

    private Path folder;

    @BeforeEach
    void name(@TempDir Path temporary) {
        folder = temporary;
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "p256", "rsa2048"})
    void carriesOutTheCommandOfACertificateOfTheOriginal(String type) throws Exception {
        FakeCommands commands = FakeCommands.answering(DONE);
        Credentials leaf = Credentials.original(type, "hello");
        try (Endpoint endpoint = new Endpoint(
                                folder,
                                Credentials.original(type, "cacert").chain().get(0),
                                Credentials.original(type, "server"),
                                Endpoint.LIMITS,
                                Endpoint.HANDSHAKES)
                        .open(commands);
                Client client = new Client(endpoint, leaf)) {
            assertThat(client.answer()).isEqualTo(DONE);
            client.assertClosed();

            assertThat(commands.asked().command()).isInstanceOf(PolicyCommand.AddChain.class);
            Request asked = commands.asked();
            assertThat(asked.command()).isEqualTo(INFO);
            assertThat(asked.name()).isEqualTo(Name.parse("user:hello"));
            Caller.Remote caller = (Caller.Remote) asked.caller();
            assertThat(caller.subjects()).containsExactly("user", "hello");
            assertThat(caller.path()).isEqualTo(org.albatross.model.Path.parse("user"));
            assertThat(caller.address()).startsWith("127.0.0.1:");
        }
    }

    @Test
    void answersWithSequenceZeroAndTheNameOfTheCertificate() throws Exception {
        Authority root = Credentials.root();
        try (Endpoint endpoint = new Endpoint(folder, root).open(FakeCommands.answering(DONE));
                Client client = new Client(endpoint, Credentials.leaf(root, ".", INFO))) {
            Message answer = client.next();
            assertThat(answer.header().sequence()).isZero();
            assertThat(answer.header().name()).isEqualTo(Name.ROOT);
        }
    }

    @Test
    void addsThePoliciesOfTheChainAtOnceBeforeTheCommand() throws Exception {
        Authority root = Credentials.root();
        Authority outer = Credentials.below(root, "a", Credentials.policy(10, 1024));
        Authority inner = Credentials.below(outer, "b", Credentials.policy(2, 512));
        FakeCommands commands = FakeCommands.answering(DONE);
        try (Endpoint endpoint = new Endpoint(folder, root).open(commands);
                Client client =
                        new Client(endpoint, Credentials.leaf(inner, "hello", new UnikernelCommand.Destroy()))) {
            assertThat(client.answer()).isEqualTo(DONE);
            Request policies = commands.asked();
            assertThat(policies.name()).isEqualTo(Name.parse("a:b:"));
            assertThat(policies.command())
                    .isEqualTo(new PolicyCommand.AddChain(new TreeMap<>(Map.of(
                            Name.parse("a:").path(), Credentials.policy(10, 1024),
                            Name.parse("a:b:").path(), Credentials.policy(2, 512)))));
            Request command = commands.asked();
            assertThat(command.name()).isEqualTo(Name.parse("a:b:hello"));
            assertThat(command.command()).isEqualTo(new UnikernelCommand.Destroy());
            assertThat(command.caller().account()).isEqualTo("certificates of a:b");
            assertThat(commands.isQuiet()).isTrue();
        }
    }

    @Test
    void carriesNothingOutWhenAPolicyOfTheChainIsRefused() throws Exception {
        Authority root = Credentials.root();
        Authority outer = Credentials.below(root, "a", Credentials.policy(10, 1024));
        FakeCommands commands =
                new FakeCommands(FakeCommands.answer(DONE), FakeCommands.refuse(new Refusal.LimitReached("too much")));
        try (Endpoint endpoint = new Endpoint(folder, root).open(commands);
                Client client =
                        new Client(endpoint, Credentials.leaf(outer, "hello", new UnikernelCommand.Destroy()))) {
            assertThat(client.failure()).isEqualTo("too much");
            client.assertClosed();
            assertThat(commands.asked().command()).isInstanceOf(PolicyCommand.AddChain.class);
            assertThat(commands.isQuiet()).isTrue();
        }
    }

    @Test
    void spoolsAnImageThatFollowsTheHandshake() throws Exception {
        byte[] image = random(3_000_000);
        FakeCommands commands = FakeCommands.answering(DONE);
        Authority root = Credentials.root();
        try (Endpoint endpoint = new Endpoint(folder, root).open(commands);
                Client client = new Client(endpoint, Credentials.leaf(root, "hello", creating(Blob.EMPTY)))) {
            for (int from = 0; from < image.length; from += 70_000) {
                client.frame(Arrays.copyOfRange(image, from, Math.min(image.length, from + 70_000)));
            }
            client.frame(new byte[0]);
            assertThat(client.answer()).isEqualTo(DONE);
            UnikernelCommand.Create asked =
                    (UnikernelCommand.Create) commands.asked().command();
            Blob.Spooled spooled = (Blob.Spooled) asked.config().image();
            assertThat(Path.of(spooled.handle())).hasBinaryContent(image);
            assertThat(spooled.length()).isEqualTo(image.length);
            assertThat(spooled.sha256().bytes().toArray())
                    .isEqualTo(MessageDigest.getInstance("SHA-256").digest(image));
        }
    }

    @Test
    void takesAnImageInTheCertificate() throws Exception {
        byte[] image = random(1_500_000);
        FakeCommands commands = FakeCommands.answering(DONE);
        Authority root = Credentials.root();
        try (Endpoint endpoint = new Endpoint(folder, root).open(commands);
                Client client =
                        new Client(endpoint, Credentials.leaf(root, "hello", creating(Blob.of(Bytes.of(image)))))) {
            assertThat(client.answer()).isEqualTo(DONE);
            UnikernelCommand.Create asked =
                    (UnikernelCommand.Create) commands.asked().command();
            assertThat(Path.of(((Blob.Spooled) asked.config().image()).handle()))
                    .hasBinaryContent(image);
        }
    }

    @Test
    void handsOnTheContentsOfABlockDevice() throws Exception {
        byte[] contents = random(1 << 20);
        Authority root = Credentials.root();
        FakeCommands commands = new FakeCommands((request, sink) -> {
            new Thread(() -> readData(request, sink)).start();
            return Cancellable.NOTHING;
        });
        try (Endpoint endpoint = new Endpoint(folder, root).open(commands);
                Client client = new Client(endpoint, Credentials.leaf(root, "disk", new BlockCommand.Set(false)))) {
            client.frame(contents).frame(new byte[0]);
            assertThat(client.answer()).isEqualTo(new Reply.Done("" + Arrays.hashCode(contents)));
        }
    }

    /** The JDK's records are never full; those of others are, and what is in one may be wanted byte by byte. */
    @ParameterizedTest
    @ValueSource(ints = {16_379, 16_380, 16_381, 65_532, 300_000})
    @Timeout(60)
    void takesFullRecords(int length) throws Exception {
        byte[] contents = random(length);
        Path frames = Files.write(folder.resolve("frames"), Frame.header(length));
        Files.write(frames, contents, StandardOpenOption.APPEND);
        Files.write(frames, Frame.header(0), StandardOpenOption.APPEND);
        Authority root = Credentials.root();
        Credentials leaf = Credentials.leaf(root, "disk", new BlockCommand.Set(false));
        Path own = Files.writeString(
                folder.resolve("own.pem"), Keys.text(leaf.key().getPrivate()) + Certificates.text(leaf.chain()));
        FakeCommands commands = new FakeCommands((request, sink) -> {
            new Thread(() -> readData(request, sink)).start();
            return Cancellable.NOTHING;
        });
        try (Endpoint endpoint = new Endpoint(folder, root).open(commands)) {
            Process socat = new ProcessBuilder(
                            "socat",
                            "-b524288",
                            "-t60",
                            "-",
                            "OPENSSL:127.0.0.1:" + endpoint.address().getPort() + ",verify=0,cert=" + own)
                    .redirectInput(frames.toFile())
                    .redirectError(folder.resolve("stderr").toFile())
                    .start();
            Message answer = new MessageReader(
                            socat.getInputStream(), new WireDecoder(Limits.ANSWERS, BlobSink.REFUSING))
                    .next()
                    .orElseThrow(() -> new AssertionError(contents(folder.resolve("stderr"))));
            assertThat(answer.payload()).isEqualTo(new Payload.Answer(new Reply.Done("" + Arrays.hashCode(contents))));
            assertThat(socat.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static void readData(Request request, Sink sink) {
        try {
            sink.answer(new Reply.Done("" + Arrays.hashCode(request.data().readAllBytes())));
            sink.end();
        } catch (IOException e) {
            sink.fail(new Refusal.Internal(e.toString()));
        }
    }

    @Test
    void streamsForAsLongAsThePeerLikes() throws Exception {
        BlockingQueue<Sink> subscribers = new LinkedBlockingQueue<>();
        BlockingQueue<Command> cancelled = new LinkedBlockingQueue<>();
        FakeCommands commands = new FakeCommands((request, sink) -> {
            sink.answer(new Reply.Done("subscribed"));
            subscribers.add(sink);
            return () -> cancelled.add(request.command());
        });
        Command subscribe = new ConsoleCommand.Subscribe(new Command.Begin.Count(5));
        Name name = Name.parse("hello");
        Data line = new Data.Console(Credentials.NOW, Text.of("x".repeat(500)));
        Authority root = Credentials.root();
        try (Endpoint endpoint = new Endpoint(folder, root).open(commands)) {
            try (Client client = new Client(endpoint, Credentials.leaf(root, "hello", subscribe))) {
                assertThat(client.answer()).isEqualTo(new Reply.Done("subscribed"));
                Sink sink = subscribers.take();
                for (int i = 0; i < 1000; i++) {
                    sink.data(name, line);
                }
                for (int i = 0; i < 1000; i++) {
                    assertThat(client.next()).isEqualTo(Message.stream(new Header(0, name), line));
                }
            }
            assertThat(cancelled.poll(60, TimeUnit.SECONDS)).isEqualTo(subscribe);
        }
    }

    /** As mollymawk does: one read of a record gives one answer. */
    @Test
    void putsAnAnswerOfUpTo16367BytesIntoOneRecord() throws Exception {
        Authority root = Credentials.root();
        Credentials leaf = Credentials.leaf(root, ".", INFO);
        for (int length : new int[] {1, 1000, 16_367 - FRAMING, 16_367 - FRAMING + 1, 40_000}) {
            Reply reply = new Reply.Done("x".repeat(length));
            try (Endpoint endpoint = new Endpoint(folder, root).open(FakeCommands.answering(reply));
                    Client client = new Client(endpoint, leaf)) {
                byte[] record = new byte[100_000];
                int count = client.in().read(record); // the JDK's sockets return the rest of one record
                int whole = ByteBuffer.wrap(record).getInt() + 4;
                assertThat(count).as("of " + whole).isEqualTo(Math.min(whole, 16_367));
            }
        }
    }

    @Test
    void servesOpenssl() throws Exception {
        Authority root = Credentials.root();
        Authority user = Credentials.below(root, "user", Credentials.policy(3, 100));
        Credentials leaf = Credentials.leaf(user, "hello", INFO);
        Path chain = Files.writeString(folder.resolve("leaf.pem"), Certificates.text(leaf.chain()));
        Path key = Files.writeString(
                folder.resolve("leaf.key"), Keys.text(leaf.key().getPrivate()));
        Path above = Files.writeString(
                folder.resolve("user.pem"), Certificates.text(leaf.chain().subList(1, 2)));
        Path ca = Files.writeString(folder.resolve("ca.pem"), Certificates.text(List.of(root.certificate())));
        try (Endpoint endpoint = new Endpoint(folder, root).open(FakeCommands.answering(DONE))) {
            Process openssl = new ProcessBuilder(
                            "openssl",
                            "s_client",
                            "-quiet",
                            "-verify_return_error",
                            "-connect",
                            "127.0.0.1:" + endpoint.address().getPort(),
                            "-CAfile",
                            ca.toString(),
                            "-cert",
                            chain.toString(),
                            "-cert_chain",
                            above.toString(),
                            "-key",
                            key.toString())
                    .redirectError(folder.resolve("stderr").toFile())
                    .start();
            Message answer = new MessageReader(
                            openssl.getInputStream(), new WireDecoder(Limits.ANSWERS, BlobSink.REFUSING))
                    .next()
                    .orElseThrow(() -> new AssertionError(contents(folder.resolve("stderr"))));
            assertThat(answer).isEqualTo(Message.answer(new Header(0, Name.parse("user:hello")), DONE));
            assertThat(openssl.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static String contents(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Test
    void carriesOutAChangeOfAPeerThatClosesAtOnce() throws Exception {
        Authority root = Credentials.root();
        FakeCommands commands = FakeCommands.answering(DONE);
        Credentials leaf = Credentials.leaf(root, "hello", new UnikernelCommand.Destroy());
        try (Endpoint endpoint = new Endpoint(folder, root).open(commands)) {
            for (int i = 0; i < 10; i++) {
                new Client(endpoint, leaf).close();
                assertThat(commands.asked().command()).isEqualTo(new UnikernelCommand.Destroy());
            }
        }
    }

    /** A session that the client has a ticket for would begin when the one before did. */
    @Test
    void resumesNoSession() throws Exception {
        Authority root = Credentials.root();
        SSLContext context = Client.context(Credentials.leaf(root, ".", INFO));
        try (Endpoint endpoint = new Endpoint(folder, root).open(FakeCommands.answering(DONE))) {
            List<byte[]> ids = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                try (Client client = new Client(endpoint, context)) {
                    assertThat(client.answer()).isEqualTo(DONE);
                    client.assertClosed();
                    ids.add(client.socket().getSession().getId());
                }
            }
            assertThat(ids).doesNotHaveDuplicates();
            assertThat(endpoint.context().resumable()).isZero();
        }
    }

    @Test
    void changesKeysWhenThePeerWantsTo() throws Exception {
        BlockingQueue<Sink> subscribers = new LinkedBlockingQueue<>();
        FakeCommands commands = new FakeCommands((request, sink) -> {
            sink.answer(DONE);
            subscribers.add(sink);
            return Cancellable.NOTHING;
        });
        Data line = new Data.Console(Credentials.NOW, Text.of("x"));
        Authority root = Credentials.root();
        Command subscribe = new ConsoleCommand.Subscribe(new Command.Begin.Count(5));
        try (Endpoint endpoint = new Endpoint(folder, root).open(commands);
                Client client = new Client(endpoint, Credentials.leaf(root, "hello", subscribe))) {
            assertThat(client.answer()).isEqualTo(DONE);
            Sink sink = subscribers.take();
            for (int i = 0; i < 5; i++) {
                client.socket().startHandshake(); // of an established connection: a KeyUpdate (RFC 8446, 4.6.3)
                sink.data(Name.parse("hello"), line);
                assertThat(((Payload.Stream) client.next().payload()).data()).isEqualTo(line);
            }
        }
    }

    private static final int FRAMING =
            WireEncoder.frame(Message.answer(new Header(0, Name.ROOT), new Reply.Done("x".repeat(16_000))))
                            .toBytes()
                            .length
                    - 16_000;

    static UnikernelCommand.Create creating(Blob image) {
        return new UnikernelCommand.Create(new UnikernelConfig(
                UnikernelType.SOLO5,
                false,
                image,
                new Arguments(
                        new FailBehaviour.Quit(),
                        Optional.empty(),
                        true,
                        CpuId.setOf(0),
                        new Megabytes(32),
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        1,
                        Optional.empty())));
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
