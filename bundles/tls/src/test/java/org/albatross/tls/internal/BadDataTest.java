package org.albatross.tls.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.albatross.api.Cancellable;
import org.albatross.api.Sink;
import org.albatross.model.Blob;
import org.albatross.model.BlockCommand;
import org.albatross.model.Command;
import org.albatross.model.ConsoleCommand;
import org.albatross.model.Data;
import org.albatross.model.Name;
import org.albatross.model.Refusal;
import org.albatross.model.Reply;
import org.albatross.model.Text;
import org.albatross.model.UnikernelCommand;
import org.albatross.pki.Authority;
import org.albatross.session.Deadlines;
import org.albatross.session.SessionLimits;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data that follow a handshake and are not what they should be, and peers that do not take what they asked for. */
class BadDataTest {
    private static final Command INFO = new UnikernelCommand.Info(UnikernelCommand.InfoForm.CURRENT);
    private static final Reply DONE = new Reply.Done("done");
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(600);

    private final Authority root = Credentials.root();
    private Path folder;

    @BeforeEach
    void name(@TempDir Path temporary) {
        folder = temporary;
    }

    private Endpoint endpoint(long image, Duration frame, Duration write) throws Exception {
        SessionLimits limits = Endpoint.LIMITS;
        return new Endpoint(
                folder,
                root.certificate(),
                Credentials.server(root),
                new SessionLimits(
                        image,
                        limits.connections(),
                        limits.spool(),
                        limits.workers(),
                        limits.transfers(),
                        new Deadlines(frame, frame, write, LONG, 1 << 10)),
                Endpoint.HANDSHAKES);
    }

    private Credentials creating() throws Exception {
        return Credentials.leaf(root, "hello", ConversationTest.creating(Blob.EMPTY));
    }

    private void assertNothingCameOf(Endpoint endpoint, FakeCommands commands) throws Exception {
        assertThat(commands.isQuiet()).isTrue();
        try (Client client = new Client(endpoint, Credentials.leaf(root, ".", INFO))) {
            assertThat(client.answer()).isEqualTo(DONE);
        }
        try (Stream<Path> spooled = Files.list(folder.resolve("spool"))) {
            assertThat(spooled).isEmpty();
        }
    }

    @Test
    void refusesAnImageThatIsTooLarge() throws Exception {
        FakeCommands commands = FakeCommands.answering(DONE);
        try (Endpoint endpoint = endpoint(100_000, LONG, LONG).open(commands)) {
            try (Client client = new Client(endpoint, creating())) {
                client.frame(new byte[60_000]).frame(new byte[60_000]).frame(new byte[0]);
                assertThat(client.failure())
                        .isEqualTo("an image of more than 100000 bytes was sent, at most as many are allowed");
            }
            assertNothingCameOf(endpoint, commands);
        }
    }

    @Test
    void refusesAnImageThatEndsEarly() throws Exception {
        FakeCommands commands = FakeCommands.answering(DONE);
        try (Endpoint endpoint = endpoint(1 << 20, LONG, LONG).open(commands)) {
            try (Client client = new Client(endpoint, creating())) {
                client.frame(new byte[60_000]).socket().shutdownOutput();
                assertThat(client.failure()).contains("the data were not received", "the stream ended");
            }
            assertNothingCameOf(endpoint, commands);
        }
    }

    @Test
    void refusesAnImageThatNeverEnds() throws Exception {
        FakeCommands commands = FakeCommands.answering(DONE);
        try (Endpoint endpoint = endpoint(1 << 20, SHORT, LONG).open(commands);
                Client silent = new Client(endpoint, creating())) {
            silent.frame(new byte[60_000]);
            assertThat(silent.failure()).contains("the data were not received", "no byte for 0 s");
            assertNothingCameOf(endpoint, commands);
        }
    }

    @Test
    void forgetsAnImageWhosePeerLeaves() throws Exception {
        FakeCommands commands = FakeCommands.answering(DONE);
        try (Endpoint endpoint = endpoint(8 << 20, LONG, LONG).open(commands)) {
            Client client = new Client(endpoint, creating());
            client.frame(new byte[2_000_000]);
            client.close();
            long end = System.nanoTime() + LONG.toNanos();
            while (spooled() > 0 && System.nanoTime() - end < 0) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            }
            assertNothingCameOf(endpoint, commands);
        }
    }

    private long spooled() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("spool"))) {
            return files.count();
        }
    }

    /** The peer has sent all before it reads: none of it may meet a reset that takes the answer away. */
    @Test
    void tellsWhySomethingIsRefusedThoughThePeerStillSends() throws Exception {
        FakeCommands commands =
                new FakeCommands(FakeCommands.refuse(new Refusal.Unavailable("block device :disk is in use")));
        byte[] contents = new byte[3_000_000];
        new Random(3).nextBytes(contents);
        try (Endpoint endpoint = endpoint(8 << 20, LONG, LONG).open(commands)) {
            for (int i = 0; i < 5; i++) {
                try (Client client =
                        new Client(endpoint, Credentials.leaf(root, "disk", new BlockCommand.Set(false)))) {
                    client.frame(contents).frame(new byte[0]);
                    assertThat(client.failure()).isEqualTo("block device :disk is in use");
                    client.assertClosed();
                }
            }
        }
    }

    @Test
    void tellsWhyACertificateIsRefusedThoughThePeerStillSends() throws Exception {
        FakeCommands commands = FakeCommands.answering(DONE);
        try (Endpoint endpoint = endpoint(8 << 20, LONG, LONG).open(commands)) {
            for (int i = 0; i < 5; i++) {
                try (Client client =
                        new Client(endpoint, Credentials.leaf(root, "-bad", ConversationTest.creating(Blob.EMPTY)))) {
                    client.frame(new byte[1_000_000]).frame(new byte[0]);
                    assertThat(client.failure()).contains("common name");
                }
            }
            assertNothingCameOf(endpoint, commands);
        }
    }

    @Test
    void closesAPeerThatDoesNotTakeItsAnswer() throws Exception {
        Reply large = new Reply.Done("x".repeat(4_000_000));
        try (Endpoint endpoint = endpoint(1 << 20, LONG, SHORT).open(FakeCommands.answering(large));
                Client client = new Client(endpoint, Credentials.leaf(root, ".", INFO))) {
            long end = System.nanoTime() + LONG.toNanos();
            while (endpoint.isServing() && System.nanoTime() - end < 0) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            }
            assertThat(endpoint.isServing()).isFalse();
            assertThat(client.socket().isConnected()).isTrue();
        }
    }

    @Test
    void servesOthersWhileASubscriberNeverReads() throws Exception {
        BlockingQueue<Sink> subscribers = new LinkedBlockingQueue<>();
        FakeCommands commands = new FakeCommands((request, sink) -> {
            sink.answer(DONE);
            if (request.command() instanceof ConsoleCommand) {
                subscribers.add(sink);
            } else {
                sink.end();
            }
            return Cancellable.NOTHING;
        });
        Data line = new Data.Console(Credentials.NOW, Text.of("x".repeat(500)));
        Command subscribe = new ConsoleCommand.Subscribe(new Command.Begin.Count(5));
        try (Endpoint endpoint = endpoint(1 << 20, LONG, SHORT).open(commands);
                Client subscriber = new Client(endpoint, Credentials.leaf(root, "hello", subscribe))) {
            Sink sink = subscribers.take();
            int sent = 0;
            while (sink.data(Name.parse("hello"), line)) {
                sent++;
            }
            assertThat(sent).isGreaterThan(100);
            for (int i = 0; i < 20; i++) {
                try (Client other = new Client(endpoint, Credentials.leaf(root, ".", INFO))) {
                    assertThat(other.answer()).isEqualTo(DONE);
                }
            }
            assertThat(subscriber.answer()).isEqualTo(DONE);
            for (int i = 0; i <= sent; i++) {
                assertThat(subscriber.next().header().name()).isEqualTo(Name.parse("hello"));
            }
        }
    }
}
