package org.albatross.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.albatross.api.Cancellable;
import org.albatross.api.Sink;
import org.albatross.model.Caller;
import org.albatross.model.Command;
import org.albatross.model.ConsoleCommand;
import org.albatross.model.Data;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.Policy;
import org.albatross.model.PolicyCommand;
import org.albatross.model.Reply;
import org.albatross.model.StatsCommand;
import org.albatross.model.Text;
import org.albatross.model.UnikernelCommand;
import org.albatross.wire.Header;
import org.albatross.wire.Message;
import org.albatross.wire.WireEncoder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Conversations over a transport that is not a channel, with callers of any kind. */
class MemoryConversationTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Header HEADER = new Header(7, Name.parse("a:hello"));
    private static final Reply DONE = new Reply.Done("done");
    private static final byte[] HELLO =
            WireEncoder.frame(Message.ask(HEADER, new Command.SayHello())).toBytes();
    private static final byte[] ANSWER =
            WireEncoder.frame(Message.answer(HEADER, DONE)).toBytes();
    private static final Caller ALICE =
            new Caller.Remote(List.of("alice", "leaf"), "01", "192.0.2.1", org.albatross.model.Path.ROOT);
    private static final Caller BOB =
            new Caller.Remote(List.of("bob", "leaf"), "02", "192.0.2.1", org.albatross.model.Path.ROOT);

    private Path folder;

    @BeforeEach
    void name(@TempDir Path temporary) {
        folder = temporary;
    }

    private Sessions sessions(Share connections) throws IOException {
        return sessions(connections, LONG);
    }

    private Sessions sessions(Share connections, Duration patience) throws IOException {
        SessionLimits limits = new SessionLimits(
                8 << 20,
                connections,
                new Share(64 << 20, 48 << 20),
                new Share(8, 4),
                new Share(8, 4),
                new Deadlines(patience, patience, patience, LONG, 1 << 16));
        Sessions sessions = new Sessions(
                "memory", limits, new Spool(folder.resolve("spool"), limits.spool()), SelectorProvider.provider());
        sessions.open((request, sink) -> {
            sink.answer(DONE);
            sink.end();
            return Cancellable.NOTHING;
        });
        return sessions;
    }

    private static MemoryTransport connect(Sessions sessions, Caller caller) {
        MemoryTransport transport = new MemoryTransport();
        sessions.converse(transport, caller, CommandFilter.ALL);
        return transport;
    }

    private static void await(MemoryTransport transport, BooleanSupplier condition) {
        long end = System.nanoTime() + LONG.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end).isNegative();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            transport.run();
        }
    }

    private static Policy withBridges(int count, int letters) {
        SortedSet<Text> bridges = new TreeSet<>();
        for (int i = 0; i < count; i++) {
            bridges.add(Text.of("b".repeat(letters - 2) + (10 + i)));
        }
        return new Policy(new TreeSet<>(), 1, new Megabytes(32), Optional.empty(), bridges);
    }

    private static void assertAnswers(MemoryTransport transport) {
        assertAnswers(transport, new Command.SayHello());
    }

    private static void assertAnswers(MemoryTransport transport, Command command) {
        transport.arrive(WireEncoder.frame(Message.ask(HEADER, command)).toBytes());
        byte[][] got = new byte[1][];
        await(transport, () -> {
            got[0] = transport.take();
            return got[0].length > 0;
        });
        assertThat(got[0]).isEqualTo(ANSWER);
    }

    @Test
    void answersOverATransportThatIsNoChannel() throws Exception {
        MemoryTransport transport = connect(sessions(new Share(9, 9)), ALICE);

        assertAnswers(transport);
        assertAnswers(transport);
        assertThat(transport.isClosed()).isFalse();
    }

    @Test
    void handsInWhereItWasReadWhatIsAnsweredFromMemory() throws Exception {
        List<Thread> handedIn = new CopyOnWriteArrayList<>();
        Sessions sessions = sessions(new Share(9, 9));
        sessions.open((request, sink) -> {
            handedIn.add(Thread.currentThread());
            sink.answer(DONE);
            sink.end();
            return Cancellable.NOTHING;
        });
        Thread reading = Thread.currentThread();
        MemoryTransport transport = connect(sessions, ALICE);
        transport.arrive(HELLO);
        assertThat(transport.take()).isEqualTo(ANSWER);
        assertThat(handedIn).containsExactly(reading);

        MemoryTransport busy = connect(sessions, ALICE);
        busy.busy(true);
        assertAnswers(busy);
        MemoryTransport changing = connect(sessions, ALICE);
        assertAnswers(changing, new UnikernelCommand.Destroy());
        MemoryTransport wordy = connect(sessions, ALICE);
        assertAnswers(wordy, new PolicyCommand.Add(withBridges(100, 60)));

        assertThat(handedIn.subList(1, handedIn.size())).hasSize(3).doesNotContain(reading);
    }

    @Test
    void writesTogetherWhatIsGivenTogetherInWholeFramesThatFitARecord() throws Exception {
        Data line = new Data.Console(Instant.EPOCH, Text.of("x".repeat(68)));
        Name name = Name.parse("hello");
        int length =
                WireEncoder.frame(Message.stream(new Header(7, name), line)).toBytes().length;
        CompletableFuture<Sink> subscribed = new CompletableFuture<>();
        Sessions sessions = sessions(new Share(9, 9));
        sessions.open((request, sink) -> {
            sink.answer(DONE);
            subscribed.complete(sink);
            return Cancellable.NOTHING;
        });
        MemoryTransport transport = connect(sessions, ALICE);
        transport.arrive(
                WireEncoder.frame(Message.ask(HEADER, new ConsoleCommand.Subscribe(new Command.Begin.Count(0))))
                        .toBytes());
        Sink sink = subscribed.get(60, TimeUnit.SECONDS);

        boolean welcome = sink.together(() -> {
            boolean more = true;
            for (int i = 0; i < 200; i++) {
                more = sink.data(name, line);
            }
            return more;
        });
        int fitting = (1 << 14) / length;

        assertThat(welcome).isTrue();
        assertThat(transport.writes()).containsExactly(ANSWER.length, fitting * length, (200 - fitting) * length);
        assertThat(sink.queued()).isZero();
        sink.data(name, line);
        assertThat(transport.writes()).endsWith(length);
    }

    @Test
    void takesTheConnectionOfTheAccountThatHasMostWhenThereAreTooMany() throws Exception {
        Sessions sessions = sessions(new Share(4, 4));
        MemoryTransport ofBob = connect(sessions, BOB);
        MemoryTransport first = connect(sessions, ALICE);
        MemoryTransport second = connect(sessions, ALICE);
        MemoryTransport third = connect(sessions, ALICE);

        MemoryTransport alsoOfBob = connect(sessions, BOB);
        first.run();

        assertThat(first.isClosed()).isTrue();
        assertThat(new String(first.take(), java.nio.charset.StandardCharsets.ISO_8859_1))
                .contains("at most 4 connections may be open, and this one has waited longest for a command");
        assertAnswers(ofBob);
        assertAnswers(alsoOfBob);
        assertAnswers(second);
        assertAnswers(third);
    }

    @Test
    void turnsAwayWhoHasNotAskedBeforeWhoHas() throws Exception {
        Sessions sessions = sessions(new Share(2, 2));
        MemoryTransport asked = connect(sessions, ALICE);
        assertAnswers(asked);
        MemoryTransport silent = connect(sessions, ALICE);

        MemoryTransport third = connect(sessions, ALICE);
        silent.run();
        asked.run();

        assertThat(silent.isClosed()).isTrue();
        assertThat(asked.isClosed()).isFalse();
        assertAnswers(asked);
        assertAnswers(third);
    }

    @Test
    void keepsAShareOfConnectionsForOthers() throws Exception {
        Sessions sessions = sessions(new Share(4, 3));
        MemoryTransport first = connect(sessions, ALICE);
        connect(sessions, ALICE);
        connect(sessions, ALICE);
        connect(sessions, ALICE);
        first.run();

        assertThat(first.isClosed()).isTrue();
        assertAnswers(connect(sessions, BOB));
    }

    @Test
    void countsWhatHasComeOfAMessageAmongTheCommandsOfItsSender() throws Exception {
        Command add = new PolicyCommand.Add(withBridges(90, 150));
        byte[] message = WireEncoder.frame(Message.ask(HEADER, add)).toBytes();
        assertThat(message).hasSizeBetween(12_000, 16_000);
        byte[] almost = Arrays.copyOf(message, message.length - 1);
        Sessions sessions = sessions(new Share(9, 9));
        HeldMemory others = sessions.memory(ALICE);
        others.take((16 << 20) - 2 * almost.length + 3 * 4096);
        MemoryTransport first = connect(sessions, ALICE);
        first.arrive(almost);
        MemoryTransport second = connect(sessions, ALICE);
        second.arrive(Arrays.copyOf(message, 8000));
        second.arrive(Arrays.copyOfRange(message, 8000, almost.length));
        assertThat(second.isClosed()).isFalse();

        assertThat(new String(second.take(), java.nio.charset.StandardCharsets.ISO_8859_1))
                .contains(
                        "more bytes of a command: commands of certificates of alice that are not carried out yet take ");
        second.arrive(new byte[1]);
        assertThat(second.isClosed()).isTrue();
        assertAnswers(connect(sessions, BOB), add);

        others.giveBack();
        first.arrive(new byte[] {message[message.length - 1]});
        awaitBytes(first, ANSWER);
        sessions.memory(ALICE).take(16 << 20);
    }

    @Test
    void givesBackWhatWasTakenForAMessageWhoseSenderIsTurnedAway() throws Exception {
        byte[] message = WireEncoder.frame(Message.ask(HEADER, new PolicyCommand.Add(withBridges(90, 150))))
                .toBytes();
        Sessions sessions = sessions(new Share(1, 1));
        MemoryTransport first = connect(sessions, ALICE);
        first.arrive(Arrays.copyOf(message, message.length - 1));
        connect(sessions, ALICE);
        first.run();

        assertThat(first.isClosed()).isTrue();
        sessions.memory(ALICE).take(16 << 20);
    }

    /** After {@code stats initial} it is we who send commands, for as long as the peer is there. */
    @Test
    void sendsCommandsToAPeerWhoseAnswersAreDropped() throws Exception {
        Sessions sessions = sessions(new Share(9, 9), Duration.ofMillis(1));
        CompletableFuture<Sink> begun = new CompletableFuture<>();
        CompletableFuture<Boolean> cancelled = new CompletableFuture<>();
        sessions.open((request, sink) -> {
            sink.answer(new Reply.Empty());
            begun.complete(sink);
            return () -> cancelled.complete(true);
        });
        MemoryTransport transport = connect(sessions, ALICE);
        transport.arrive(WireEncoder.frame(Message.ask(HEADER, new StatsCommand.Initial()))
                .toBytes());
        byte[] empty =
                WireEncoder.frame(Message.answer(HEADER, new Reply.Empty())).toBytes();
        awaitBytes(transport, empty);
        Sink sink = begun.get();

        StatsCommand first = new StatsCommand.Add(Text.of(""), 4711, List.of());
        StatsCommand second = new StatsCommand.Remove();
        Name name = Name.parse("a:b:other");
        assertThat(sink.command(name, first)).isTrue();
        assertThat(sink.command(name, second)).isTrue();
        awaitBytes(
                transport,
                WireEncoder.frame(Message.ask(new Header(1, name), first)).toBytes(),
                WireEncoder.frame(Message.ask(new Header(2, name), second)).toBytes());

        byte[] answers = new byte[1 << 15];
        for (int i = 0; i < 100; i++) {
            transport.arrive(answers);
        }
        long end = System.nanoTime() + Duration.ofMillis(20).toNanos();
        while (System.nanoTime() < end) {
            transport.tick();
        }
        assertThat(transport.isClosed()).isFalse();
        assertThat(cancelled).isNotDone();
        assertThat(sink.command(name, second)).isTrue();
        awaitBytes(
                transport,
                WireEncoder.frame(Message.ask(new Header(3, name), second)).toBytes());
    }

    private static void awaitBytes(MemoryTransport transport, byte[]... expected) {
        ByteArrayOutputStream wanted = new ByteArrayOutputStream();
        for (byte[] part : expected) {
            wanted.writeBytes(part);
        }
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        await(transport, () -> {
            got.writeBytes(transport.take());
            return got.size() >= wanted.size();
        });
        assertThat(got.toByteArray()).isEqualTo(wanted.toByteArray());
    }
}
