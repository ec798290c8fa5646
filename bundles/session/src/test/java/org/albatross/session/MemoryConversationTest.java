package org.albatross.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.albatross.api.Cancellable;
import org.albatross.model.Caller;
import org.albatross.model.Command;
import org.albatross.model.Name;
import org.albatross.model.Reply;
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
        SessionLimits limits = new SessionLimits(
                8 << 20,
                connections,
                new Share(64 << 20, 48 << 20),
                new Share(8, 4),
                new Share(8, 4),
                new Deadlines(LONG, LONG, LONG, LONG, 1 << 16));
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

    private static void assertAnswers(MemoryTransport transport) {
        transport.arrive(HELLO);
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
}
