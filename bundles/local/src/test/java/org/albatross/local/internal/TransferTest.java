package org.albatross.local.internal;

import static org.albatross.local.internal.Asking.DONE;
import static org.albatross.local.internal.Asking.holding;
import static org.albatross.local.internal.Asking.random;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongPredicate;
import java.util.stream.Stream;
import org.albatross.api.Cancellable;
import org.albatross.api.Request;
import org.albatross.api.Sink;
import org.albatross.model.Blob;
import org.albatross.model.BlockCommand;
import org.albatross.model.Bytes;
import org.albatross.model.Command;
import org.albatross.model.Data;
import org.albatross.model.Refusal;
import org.albatross.model.Reply;
import org.albatross.model.Sha256;
import org.albatross.model.UnikernelCommand;
import org.albatross.session.SessionLimits;
import org.albatross.session.Share;
import org.albatross.wire.Frame;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images and block devices: what is too large for memory, in and out. */
class TransferTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private Path folder;

    @BeforeEach
    void name(@TempDir Path temporary) {
        folder = temporary;
    }

    @Test
    void spoolsALargeBlobAndHandsItOver() throws Exception {
        byte[] image = random(3 << 20);
        FakeCommands commands = FakeCommands.answering(DONE);
        try (ServerFixture server = new ServerFixture(folder, ServerFixture.LIMITS).open(commands);
                Client client = new Client(server.vmmd()).ask(holding(image))) {
            assertThat(client.answer()).isEqualTo(DONE);

            Blob.Spooled blob =
                    (Blob.Spooled) ((BlockCommand.SetOld) commands.asked().command()).data();
            assertThat(blob.length()).isEqualTo(image.length);
            assertThat(Path.of(blob.handle())).hasBinaryContent(image).hasParent(server.spool());
            assertThat(Files.getPosixFilePermissions(server.spool()))
                    .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void keepsASmallBlobOfALargeMessageInMemory() throws Exception {
        byte[] image = random(16 << 10);
        FakeCommands commands = FakeCommands.answering(DONE);
        try (ServerFixture server = new ServerFixture(folder, ServerFixture.LIMITS).open(commands);
                Client client = new Client(server.vmmd()).ask(holding(image))) {
            assertThat(client.answer()).isEqualTo(DONE);
            assertThat(commands.asked().command()).isEqualTo(holding(image));
        }
    }

    @Test
    void keepsNothingLargeOfHundredsOfCommandsThatWait() throws Exception {
        byte[] message = Client.framed(holding(random(1 << 20)));
        FakeCommands commands = new FakeCommands((request, sink) -> Cancellable.NOTHING);
        List<Client> clients = new ArrayList<>();
        try (ServerFixture server = new ServerFixture(folder, ServerFixture.LIMITS).open(commands)) {
            for (int i = 0; i < 40; i++) {
                clients.add(new Client(server.vmmd()).send(message));
                BlockCommand.SetOld waiting =
                        (BlockCommand.SetOld) commands.asked().command();
                assertThat(waiting.data()).isInstanceOf(Blob.Spooled.class);
            }
        } finally {
            for (Client client : clients) {
                client.close();
            }
        }
    }

    @Test
    void refusesACommandWhenThoseThatWaitHaveTakenTheMemory() throws Exception {
        Command list = new Command.AddRevocationList(Bytes.of(random(1 << 20)));
        List<Sink> waiting = Collections.synchronizedList(new ArrayList<>());
        FakeCommands commands = new FakeCommands((request, sink) -> {
            waiting.add(sink);
            return Cancellable.NOTHING;
        });
        List<Client> clients = new ArrayList<>();
        try (ServerFixture server = new ServerFixture(folder, ServerFixture.LIMITS).open(commands)) {
            for (int i = 0; i < 15; i++) {
                clients.add(new Client(server.vmmd()).ask(list));
                commands.asked();
            }
            clients.add(new Client(server.vmmd()).ask(list));
            assertThat(clients.get(15).failure())
                    .matches(
                            "no memory is left for 1049\\d{3} more bytes of a command: commands of uid \\d+ that are not"
                                    + " carried out yet take 1574\\d{4}, and at most 16777216 are allowed; try again later");
            clients.get(15).assertClosed();

            clients.get(0).close();
            waiting.get(1).answer(DONE);
            waiting.get(1).end();
            assertThat(clients.get(1).answer()).isEqualTo(DONE);
            clients.add(new Client(server.vmmd()).ask(list));
            assertThat(commands.asked().command()).isEqualTo(list);
        } finally {
            for (Client client : clients) {
                client.close();
            }
        }
    }

    @Test
    void refusesABlobThatTheSpoolHasNoRoomFor() throws Exception {
        SessionLimits limits = ServerFixture.spool(new Share(2 << 20, 2 << 20));
        try (ServerFixture server = new ServerFixture(folder, limits);
                Client client = new Client(server.vmmd()).ask(holding(random(7 << 20)))) {
            assertThat(client.failure()).contains("7340032 bytes").contains("at most 2097152");
            client.assertClosed();
            assertThat(server.spool()).isEmptyDirectory();
        }
    }

    @Test
    void keepsNothingOfAMessageThatIsMalformedBehindItsBlob() throws Exception {
        byte[] message = Client.framed(holding(random(2 << 20)));
        byte[] longer = Arrays.copyOf(message, message.length + 1);
        System.arraycopy(Frame.header(longer.length - 4), 0, longer, 0, 4);
        try (ServerFixture server = new ServerFixture(folder, ServerFixture.LIMITS);
                Client client = new Client(server.vmmd()).send(longer)) {
            assertThat(client.answer()).isInstanceOf(Reply.Failure.class);
            assertThat(server.spool()).isEmptyDirectory();
        }
    }

    @Test
    void keepsNothingOfABlobWhosePeerGoesAwayInTheMiddle() throws Exception {
        byte[] message = Client.framed(holding(random(3 << 20)));
        try (ServerFixture server = new ServerFixture(folder, ServerFixture.LIMITS)) {
            Client client = new Client(server.vmmd()).send(Arrays.copyOf(message, 2 << 20));
            await(server, spooled -> spooled == 1);
            client.close();

            await(server, spooled -> spooled == 0);
        }
    }

    private static void await(ServerFixture server, LongPredicate enough) throws Exception {
        long end = System.nanoTime() + LONG.toNanos();
        long spooled;
        do {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            try (Stream<Path> files = Files.list(server.spool())) {
                spooled = files.count();
            }
        } while (!enough.test(spooled) && System.nanoTime() - end < 0);
        assertThat(enough.test(spooled)).as("%d files in the spool", spooled).isTrue();
    }

    @Test
    void removesWhatFormerProcessesHaveLeftInTheSpool() throws Exception {
        try (ServerFixture server = new ServerFixture(folder, ServerFixture.LIMITS)) {
            server.stop();
            long self = ProcessHandle.current().pid();
            Path dead = Files.createFile(server.spool().resolve("999999999-1-1"));
            Path reused = Files.createFile(server.spool().resolve(self + "-1-1"));
            Path strange = Files.createFile(server.spool().resolve("what is this"));
            Path ours = Files.createFile(server.spool()
                    .resolve(self + "-"
                            + ProcessHandle.current()
                                    .info()
                                    .startInstant()
                                    .orElseThrow()
                                    .toEpochMilli() + "-x"));

            server.startAgain(ServerFixture.LIMITS);

            assertThat(List.of(dead, reused, strange)).noneMatch(Files::exists);
            assertThat(ours).exists();
        }
    }

    @Test
    void handsTheFramesBehindABlockSetOnAsAStream() throws Exception {
        byte[] data = random(1 << 20);
        CompletableFuture<byte[]> read = new CompletableFuture<>();
        FakeCommands commands = readingData((request, sink, bytes) -> {
            read.complete(bytes);
            sink.answer(DONE);
            sink.end();
        });
        try (ServerFixture server = new ServerFixture(folder, ServerFixture.LIMITS).open(commands);
                Client client = new Client(server.vmmd()).ask(new BlockCommand.Set(false))) {
            for (int from = 0; from < data.length; from += 100_000) {
                client.frame(Arrays.copyOfRange(data, from, Math.min(data.length, from + 100_000)));
            }
            client.send(Frame.header(0));

            assertThat(client.answer()).isEqualTo(DONE);
            client.assertClosed();
            assertThat(read.get(60, TimeUnit.SECONDS)).isEqualTo(data);
        }
    }

    @Test
    void answersARefusedBlockSetAtOnceAndLetsThePeerFinish() throws Exception {
        FakeCommands commands = FakeCommands.refusing(new Refusal.HostRefused("no such device"));
        try (ServerFixture server = new ServerFixture(folder, ServerFixture.LIMITS).open(commands);
                Client client = new Client(server.vmmd()).ask(new BlockCommand.Set(false))) {
            assertThat(client.failure()).isEqualTo("no such device");
            for (int i = 0; i < 40; i++) {
                client.frame(random(100_000));
            }
            client.send(Frame.header(0));
            client.assertClosed();
        }
    }

    @Test
    void failsTheDataOfAPeerThatGoesAway() throws Exception {
        CompletableFuture<String> failure = new CompletableFuture<>();
        FakeCommands commands = new FakeCommands((request, sink) -> {
            new Thread(() -> {
                        try {
                            request.data().readAllBytes();
                            failure.complete("none");
                        } catch (IOException e) {
                            failure.complete(String.valueOf(e.getMessage()));
                        }
                    })
                    .start();
            return Cancellable.NOTHING;
        });
        try (ServerFixture server = new ServerFixture(folder, ServerFixture.LIMITS).open(commands)) {
            Client client =
                    new Client(server.vmmd()).ask(new BlockCommand.Set(false)).frame(random(1000));
            commands.asked();
            client.close();

            assertThat(failure.get(60, TimeUnit.SECONDS)).isNotEqualTo("none");
        }
    }

    @Test
    void failsTheDataOfAPeerThatStopsInTheMiddle() throws Exception {
        SessionLimits limits = ServerFixture.limits(LONG, Duration.ofMillis(300), LONG, LONG);
        FakeCommands commands = readingData((request, sink, bytes) -> sink.answer(DONE));
        try (ServerFixture server = new ServerFixture(folder, limits).open(commands);
                Client client = new Client(server.vmmd()).ask(new BlockCommand.Set(false))) {
            client.frame(random(1000));
            assertThat(client.failure()).startsWith("no byte for ");
            client.assertClosed();
        }
    }

    @Test
    void streamsAnImageOutOfWhereItLies() throws Exception {
        byte[] image = random(20 << 20);
        List<String> closed = new ArrayList<>();
        InputStream content = new ByteArrayInputStream(image) {
            @Override
            public void close() {
                closed.add("closed");
            }
        };
        Blob blob = new Blob.Spooled(image.length, Sha256.ofHex("00".repeat(32)), "somewhere");
        FakeCommands commands = new FakeCommands((request, sink) -> {
            sink.answer(new Reply.UnikernelImage(false, blob), content);
            sink.end();
            return Cancellable.NOTHING;
        });
        try (ServerFixture server = new ServerFixture(folder, ServerFixture.LIMITS).open(commands);
                Client client = new Client(server.vmmd()).ask(new UnikernelCommand.Get(0))) {
            int length = ByteBuffer.wrap(client.in().readNBytes(4)).getInt();
            byte[] message = client.in().readNBytes(length);
            assertThat(Arrays.copyOfRange(message, length - image.length, length))
                    .isEqualTo(image);
            client.assertClosed();
            assertThat(closed).isNotEmpty();
        }
    }

    @Test
    void cutsOffAnImageThatCannotBeSentToItsEnd() throws Exception {
        byte[] image = random(20 << 20);
        Blob blob = new Blob.Spooled(image.length, Sha256.ofHex("00".repeat(32)), "somewhere");
        FakeCommands commands = new FakeCommands((request, sink) -> {
            sink.answer(new Reply.UnikernelImage(false, blob), new ByteArrayInputStream(image));
            sink.fail(new Refusal.BrokenOff("the disk has gone"));
            return Cancellable.NOTHING;
        });
        try (ServerFixture server = new ServerFixture(folder, ServerFixture.LIMITS).open(commands);
                Client client = new Client(server.vmmd()).ask(new UnikernelCommand.Get(0))) {
            byte[] came = client.in().readAllBytes();

            assertThat(came).hasSizeLessThan(image.length);
            assertThat(new String(came, StandardCharsets.ISO_8859_1)).doesNotContain("the disk has gone");
        }
    }

    @Test
    void streamsABlockDeviceAsFastAsThePeerTakesIt() throws Exception {
        byte[] piece = random(50_000);
        FakeCommands commands = new FakeCommands((request, sink) -> {
            sink.answer(new Reply.BlockImage(false));
            dump(request, sink, piece, 100);
            return Cancellable.NOTHING;
        });
        try (ServerFixture server = new ServerFixture(folder, ServerFixture.LIMITS).open(commands);
                Client client = new Client(server.vmmd()).ask(new BlockCommand.Dump(0))) {
            assertThat(client.answer()).isEqualTo(new Reply.BlockImage(false));
            for (int i = 0; i < 100; i++) {
                assertThat(client.data()).isEqualTo(new Data.Block(Optional.of(Bytes.of(piece))));
            }
            assertThat(client.data()).isEqualTo(new Data.Block(Optional.empty()));
            client.assertClosed();
        }
    }

    private static void dump(Request request, Sink sink, byte[] piece, int pieces) {
        int left = pieces;
        while (left > 0) {
            left--;
            if (!sink.data(request.name(), new Data.Block(Optional.of(Bytes.of(piece))))) {
                int rest = left;
                sink.whenReady(() -> dump(request, sink, piece, rest));
                return;
            }
        }
        sink.data(request.name(), new Data.Block(Optional.empty()));
        sink.end();
    }

    /** What happens when all data were read. */
    @FunctionalInterface
    private interface AllRead {
        void done(Request request, Sink sink, byte[] data);
    }

    private static FakeCommands readingData(AllRead then) {
        return new FakeCommands((request, sink) -> {
            new Thread(() -> {
                        try {
                            then.done(request, sink, request.data().readAllBytes());
                        } catch (IOException e) {
                            sink.fail(new Refusal.HostRefused(String.valueOf(e.getMessage())));
                        }
                    })
                    .start();
            return Cancellable.NOTHING;
        });
    }
}
