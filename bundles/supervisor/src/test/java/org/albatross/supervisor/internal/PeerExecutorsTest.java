package org.albatross.supervisor.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.albatross.api.Cancellable;
import org.albatross.api.Request;
import org.albatross.api.Sink;
import org.albatross.model.BlockCommand;
import org.albatross.model.Caller;
import org.albatross.model.Command;
import org.albatross.model.CpuId;
import org.albatross.model.Data;
import org.albatross.model.LifecycleCommand;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.Policy;
import org.albatross.model.PolicyCommand;
import org.albatross.model.Refusal;
import org.albatross.model.Reply;
import org.albatross.model.UnikernelCommand;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One user's transfers, many and slow, beside everything else: here 4 transfers at once, 2 of one user. */
class PeerExecutorsTest {
    private static final int MANY = 40;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Caller GREEDY = new Caller.Local(1001, 1001, 1);
    private static final Caller OTHER = new Caller.Local(1002, 1002, 2);

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path directory;

    @SuppressWarnings("NullAway.Init") // set before each test
    private TestPlatform platform;

    private final List<PipedOutputStream> peers = new ArrayList<>();

    @BeforeEach
    void startPlatform() throws IOException {
        platform = TestPlatform.start(directory);
    }

    @AfterEach
    void stopPlatform() throws IOException {
        for (PipedOutputStream peer : peers) {
            peer.close();
        }
        platform.close();
    }

    private TestSink begin(Caller caller, String name, Command command, InputStream data) {
        TestSink sink = new TestSink(LIMIT);
        execute(caller, name, command, data, sink);
        return sink;
    }

    private void execute(Caller caller, String name, Command command, InputStream data, Sink sink) {
        platform.supervisor.execute(new Request(caller, Name.parse(name), command, Optional.empty(), data), sink);
    }

    private void makeDevices() {
        for (int i = 0; i < MANY; i++) {
            platform.done("disk" + i, new BlockCommand.Add(new Megabytes(1)));
        }
        platform.done("other", new BlockCommand.Add(new Megabytes(1)));
    }

    private InputStream silentPeer() throws IOException {
        PipedOutputStream peer = new PipedOutputStream();
        peers.add(peer);
        return new PipedInputStream(peer);
    }

    private void assertThatOthersAreServed() {
        byte[] data = new byte[1000];
        new Random(7).nextBytes(data);
        assertThat(begin(OTHER, "other", new BlockCommand.Set(false), new ByteArrayInputStream(data))
                        .reply())
                .isEqualTo(new Reply.Done("set block device"));
        TestSink dump = begin(OTHER, "other", new BlockCommand.Dump(9), InputStream.nullInputStream());
        assertThat(dump.reply()).isEqualTo(new Reply.BlockImage(true));
        assertThat(dump.blocks()).isNotEmpty();
        TestSink old = begin(OTHER, "other", new BlockCommand.DumpOld(9), InputStream.nullInputStream());
        assertThat(old.reply()).isInstanceOf(Reply.BlockImageOld.class);
    }

    private void assertThatUnikernelsArePreparedAndStored() {
        assertThat(platform.done(
                        "p:",
                        new PolicyCommand.Add(
                                new Policy(CpuId.setOf(0), 1, new Megabytes(100), Optional.empty(), new TreeSet<>()))))
                .isEqualTo("added policy");
        assertThat(platform.refused(
                        "hello",
                        new UnikernelCommand.Create(
                                Configs.with(new byte[] {1, 2, 3}, Configs.arguments(Configs.QUIT, List.of())))))
                .contains("ELF");
        assertThat(platform.done("made", new BlockCommand.Add(new Megabytes(1))))
                .isEqualTo("added block device");
        assertThat(platform.done("made", new BlockCommand.Remove())).isEqualTo("removed block");
    }

    @Test
    void setsThatSendNothingDelayNobodyElse() throws IOException {
        makeDevices();
        for (int i = 0; i < MANY; i++) {
            begin(GREEDY, "disk" + i, new BlockCommand.Set(false), silentPeer());
        }

        assertThatOthersAreServed();
        assertThatUnikernelsArePreparedAndStored();
    }

    @Test
    void compressedAnswersThatNobodyTakesDelayNobodyElseAndAreNoMoreThanAShare() throws Exception {
        makeDevices();
        BlockingQueue<InputStream> untaken = new LinkedBlockingQueue<>();
        for (int i = 0; i < MANY; i++) {
            execute(
                    GREEDY,
                    "disk" + i,
                    new BlockCommand.DumpOld(9),
                    InputStream.nullInputStream(),
                    new UntakingSink(untaken));
        }

        assertThatOthersAreServed();
        assertThatUnikernelsArePreparedAndStored();

        InputStream first = take(untaken);
        take(untaken);
        assertThat(untaken).as("beyond the share of one user").isEmpty();
        first.close();
        take(untaken);
    }

    @Test
    void answersOverEverythingThatNobodyTakesAreNoMoreThanAShare() throws Exception {
        BlockingQueue<Runnable> untaken = new LinkedBlockingQueue<>();
        for (int i = 0; i < MANY; i++) {
            execute(
                    GREEDY,
                    ":",
                    i % 2 == 0 ? new PolicyCommand.Info() : new LifecycleCommand.Status(),
                    InputStream.nullInputStream(),
                    new UnreadySink(untaken));
        }
        TestSink other = begin(OTHER, ":", new PolicyCommand.Info(), InputStream.nullInputStream());
        assertThat(other.reply()).isInstanceOf(Reply.Policies.class);

        Runnable first = take(untaken);
        take(untaken);
        assertThat(untaken).as("beyond the share of one user").isEmpty();
        first.run();
        take(untaken);
    }

    @Test
    void aCallerThatGoesAwayGivesThePlaceOfItsAnswerBack() throws Exception {
        BlockingQueue<Runnable> untaken = new LinkedBlockingQueue<>();
        Cancellable first = ask(new UnreadySink(untaken));
        ask(new UnreadySink(untaken));
        ask(new UnreadySink(untaken));
        take(untaken);
        take(untaken);

        first.cancel();

        take(untaken);
    }

    private Cancellable ask(Sink sink) {
        return platform.supervisor.execute(
                new Request(
                        GREEDY, Name.ROOT, new PolicyCommand.Info(), Optional.empty(), InputStream.nullInputStream()),
                sink);
    }

    /** Takes an answer and is never ready for more by itself. */
    private record UnreadySink(BlockingQueue<Runnable> untaken) implements Sink {
        @Override
        public void answer(Reply reply) {}

        @Override
        public void answer(Reply reply, InputStream content) {}

        @Override
        public boolean data(Name name, Data data) {
            return false;
        }

        @Override
        public void whenReady(Runnable resume) {
            untaken.add(resume);
        }

        @Override
        public void fail(Refusal refusal) {}

        @Override
        public void end() {}
    }

    private static <T> T take(BlockingQueue<T> untaken) throws InterruptedException {
        T next = untaken.poll(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        assertThat(next).isNotNull();
        return java.util.Objects.requireNonNull(next);
    }

    /** Keeps an answer's content without reading it. */
    private record UntakingSink(BlockingQueue<InputStream> untaken) implements Sink {
        @Override
        public void answer(Reply reply) {}

        @Override
        public void answer(Reply reply, InputStream content) {
            untaken.add(content);
        }

        @Override
        public boolean data(Name name, Data data) {
            return false;
        }

        @Override
        public void whenReady(Runnable resume) {}

        @Override
        public void end() {}

        @Override
        public void fail(Refusal refusal) {
            // that the platform is stopping
        }
    }
}
