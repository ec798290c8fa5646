package org.albatross.local.internal;

import static org.albatross.local.internal.Asking.DONE;
import static org.albatross.local.internal.Asking.INFO;
import static org.albatross.local.internal.Asking.holding;
import static org.albatross.local.internal.Asking.random;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.albatross.model.Reply;
import org.albatross.session.SessionLimits;
import org.albatross.session.Share;
import org.albatross.wire.Frame;
import org.albatross.wire.Header;
import org.albatross.wire.Message;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What peers send that do not know the protocol, or do not mean well. */
class BadInputTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(600);

    private Path folder;

    @BeforeEach
    void name(@TempDir Path temporary) {
        folder = temporary;
    }

    @Test
    void answersASequenceOfSevenBytesWithOneFailureAndCloses() throws Exception {
        byte[] message = Client.framed(INFO);
        ByteBuffer shorter = ByteBuffer.allocate(message.length - 1);
        shorter.putInt(message.length - 5);
        // 30 len | 30 len | 02 01 05 | 04 08 <8 bytes> ...: one byte less in the sequence and in both lengths
        shorter.put(message[4]).put((byte) (message[5] - 1));
        shorter.put(message[6]).put((byte) (message[7] - 1));
        shorter.put(message, 8, 3).put(message[11]).put((byte) 7).put(message, 14, message.length - 14);
        try (ServerFixture server = new ServerFixture(folder, ServerFixture.LIMITS);
                Client client = new Client(server.vmmd()).send(shorter.array())) {
            Message answer = client.next();
            assertThat(answer.header()).isEqualTo(Header.UNKNOWN);
            client.assertClosed();
            assertServes(server);
        }
    }

    @Test
    void refusesAnAnnouncedLengthBeforeItComes() throws Exception {
        try (ServerFixture server = new ServerFixture(folder, ServerFixture.LIMITS);
                Client client = new Client(server.vmmd()).send(new byte[] {0x7f, -1, -1, -1})) {
            assertThat(client.next())
                    .isEqualTo(Message.answer(
                            Header.UNKNOWN,
                            new Reply.Failure(
                                    "a message of 2147483647 bytes was announced, at most 8388608 are allowed")));
            assertServes(server);
        }
    }

    @Test
    void takesNoMemoryForWhatIsOnlyAnnounced() throws Exception {
        int announced = 500 << 20;
        byte[] beginning = Arrays.copyOf(Frame.header(announced), 100);
        SessionLimits limits = ServerFixture.frame(512 << 20);
        try (ServerFixture server = new ServerFixture(folder, limits)) {
            assertServes(server);
            long before = heap(MemoryPoolMXBean::getUsage);
            ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
            List<Client> clients = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                clients.add(new Client(server.vmmd()).send(beginning));
            }
            assertServes(server);
            assertThat(heap(MemoryPoolMXBean::getPeakUsage) - before).isLessThan(announced);
            for (Client client : clients) {
                client.close();
            }
        }
    }

    private static long heap(Function<MemoryPoolMXBean, MemoryUsage> which) {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> which.apply(pool).getUsed())
                .sum();
    }

    @Test
    void keepsNoDescriptorOfPeersThatCloseEarly() throws Exception {
        try (ServerFixture server = new ServerFixture(folder, ServerFixture.LIMITS)) {
            // What is opened once, as libraries are when a class is needed first, is open then.
            closeEarly(server, 50);
            assertServes(server);
            int before = descriptors();
            closeEarly(server, 500);
            assertServes(server);
            long end = System.nanoTime() + LONG.toNanos();
            while (descriptors() > before && System.nanoTime() - end < 0) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            }
            assertThat(descriptors()).isLessThanOrEqualTo(before);
        }
    }

    private static void closeEarly(ServerFixture server, int peers) throws IOException {
        byte[] message = Client.framed(INFO);
        for (int i = 0; i < peers; i++) {
            try (Client client = new Client(server.vmmd())) {
                client.send(Arrays.copyOf(message, i % message.length));
            }
        }
    }

    private static int descriptors() {
        return Optional.ofNullable(new File("/proc/self/fd").list())
                .map(names -> names.length)
                .orElse(0);
    }

    @Test
    void letsAPeerFinishWhatIsRefusedBeforeItReadsWhy() throws Exception {
        byte[] tooLong = new byte[9 << 20];
        try (ServerFixture server = new ServerFixture(folder, ServerFixture.LIMITS);
                Client client = new Client(server.vmmd()).frame(tooLong)) {
            assertThat(client.failure()).contains("9437184").contains("8388608");
            client.assertClosed();
        }
    }

    @Test
    void answersEveryKindOfRubbishWithOneFailure() throws Exception {
        Random random = new Random(7);
        try (ServerFixture server = new ServerFixture(folder, ServerFixture.LIMITS)) {
            server.open(FakeCommands.answering(DONE));
            for (int round = 0; round < 200; round++) {
                byte[] rubbish = new byte[1 + random.nextInt(round < 190 ? 300 : 200_000)];
                random.nextBytes(rubbish);
                try (Client client = new Client(server.vmmd()).frame(rubbish)) {
                    assertThat(client.answer()).isInstanceOf(Reply.Failure.class);
                    client.assertClosed();
                }
            }
            try (Client client = new Client(server.vmmd()).frame(new byte[0])) {
                assertThat(client.answer()).isInstanceOf(Reply.Failure.class);
                client.assertClosed();
            }
            assertServes(server);
        }
    }

    @Test
    void saysWhatIsMissingOfAHalfMessage() throws Exception {
        byte[] message = Client.framed(INFO);
        SessionLimits limits = ServerFixture.limits(LONG, SHORT, LONG, LONG);
        try (ServerFixture server = new ServerFixture(folder, limits);
                Client stalled = new Client(server.vmmd()).send(Arrays.copyOf(message, 10));
                Client ended = new Client(server.vmmd()).send(Arrays.copyOf(message, 3))) {
            ended.endOutput();
            assertThat(ended.failure()).isEqualTo("3 of the 4 bytes of a length came, then the stream ended");
            ended.assertClosed();
            assertThat(stalled.failure()).startsWith("6 of the " + (message.length - 4) + " bytes of a message came, ");
            stalled.assertClosed();
        }
    }

    @Test
    void closesAConnectionThatSendsNothing() throws Exception {
        SessionLimits limits = ServerFixture.limits(SHORT, LONG, LONG, LONG);
        try (ServerFixture server = new ServerFixture(folder, limits);
                Client silent = new Client(server.vmmd())) {
            silent.assertClosed();
        }
    }

    @Test
    void closesTheConnectionThatHasWaitedLongestWhenThereAreTooMany() throws Exception {
        SessionLimits limits = ServerFixture.connections(new Share(3, 1024));
        try (ServerFixture server = new ServerFixture(folder, limits)) {
            FakeCommands commands = new FakeCommands((request, sink) -> () -> {});
            server.open(commands);
            List<Client> clients = new ArrayList<>();
            clients.add(new Client(server.vmmd()).ask(INFO));
            commands.asked();
            for (int i = 0; i < 3; i++) {
                clients.add(new Client(server.vmmd()));
            }

            assertThat(clients.get(1).failure())
                    .isEqualTo("at most 3 connections may be open, and this one has waited longest for a command");
            clients.get(1).assertClosed();
            clients.get(3).ask(INFO);
            commands.asked();
            clients.get(2).ask(INFO);
            commands.asked();
            for (Client client : clients) {
                client.close();
            }
        }
    }

    @Test
    void closesAConnectionOfTheUserWhoHasTooMany() throws Exception {
        try (ServerFixture server = new ServerFixture(folder, ServerFixture.connections(new Share(1024, 2)));
                Client first = new Client(server.vmmd());
                Client second = new Client(server.vmmd());
                Client third = new Client(server.vmmd())) {
            assertThat(first.failure())
                    .isEqualTo("at most 2 connections of one user may be open,"
                            + " and this one has waited longest for a command");
            first.assertClosed();
            server.open(FakeCommands.answering(DONE));
            assertThat(third.ask(INFO).answer()).isEqualTo(DONE);
            assertThat(second.ask(INFO).answer()).isEqualTo(DONE);
        }
    }

    @Test
    void endsAMessageThatComesTooSlowly() throws Exception {
        byte[] message = Client.framed(holding(random(1 << 20)));
        try (ServerFixture server =
                        new ServerFixture(folder, ServerFixture.limits(SHORT, Duration.ofSeconds(1), LONG, LONG));
                Client slow = new Client(server.vmmd())) {
            for (int sent = 0; slow.in().available() == 0; sent++) {
                slow.send(new byte[] {message[sent]});
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
            assertThat(slow.failure()).contains("at least 65536 a second are needed");
            slow.assertClosed();
        }
    }

    @Test
    void servesEverybodyElseWhileSomeSendNothingOrAByteNowAndThen() throws Exception {
        try (ServerFixture server = new ServerFixture(folder, ServerFixture.LIMITS)) {
            server.open(FakeCommands.answering(DONE));
            List<Client> others = new ArrayList<>();
            for (int i = 0; i < 600; i++) {
                others.add(new Client(server.vmmd()));
            }
            byte[] message = Client.framed(INFO);
            List<Client> slow = others.subList(0, 100);
            for (int sent = 0; sent < message.length; sent++) {
                for (Client client : slow) {
                    client.send(new byte[] {message[sent]});
                }
                assertServes(server);
            }
            for (Client client : slow) {
                assertThat(client.answer()).isEqualTo(DONE);
            }
            for (Client client : others) {
                client.close();
            }
            assertServes(server);
        }
    }

    private static void assertServes(ServerFixture server) throws Exception {
        server.open(FakeCommands.answering(DONE));
        try (Client client = new Client(server.vmmd()).ask(INFO)) {
            assertThat(client.answer()).isEqualTo(DONE);
        } catch (IOException e) {
            throw new AssertionError("the server serves no more", e);
        }
    }
}
