package org.albatross.host.freebsd.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.Memory;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.albatross.model.Groups;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KernelQueueTest {
    private static final Duration REST = Duration.ofMillis(700);

    private final FakeKernel kernel = new FakeKernel();
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    private KernelQueue queue;

    @BeforeEach
    void start() throws IOException {
        queue = new KernelQueue(kernel.c(), REST);
        kernel.changes.clear();
    }

    @AfterEach
    void stop() {
        queue.close();
    }

    private String next() throws InterruptedException {
        return Optional.ofNullable(seen.poll(15, TimeUnit.SECONDS)).orElse("nothing");
    }

    /** By sys/event.h: ident, filter, flags, fflags, data, udata, four words more. */
    @Test
    void laysAChangeOutAsTheKernelTakesIt() {
        Memory memory = new Kevent(4711, Kevent.PROCESS, Kevent.ADD | Kevent.ONESHOT, Kevent.EXIT, 5, 6).memory();

        assertThat(memory.size()).isEqualTo(64);
        assertThat(memory.getLong(0)).isEqualTo(4711);
        assertThat(memory.getShort(8)).isEqualTo((short) -5);
        assertThat(memory.getShort(10)).isEqualTo((short) 0x11);
        assertThat(memory.getInt(12)).isEqualTo(0x80000000);
        assertThat(memory.getLong(16)).isEqualTo(5);
        assertThat(memory.getLong(24)).isEqualTo(6);
        assertThat(memory.getByteArray(32, 32)).containsOnly(0);
        assertThat(Kevent.read(memory, 0)).isEqualTo(new Kevent(4711, (short) -5, 0x11, 0x80000000, 5, 6));
    }

    @Test
    void tellsTheEndOfAProcessToAllWhoWatchIt() throws Exception {
        kernel.processes.add(77L);

        queue.watch(77, () -> seen.add("first"));
        queue.watch(77, () -> seen.add("second"));
        kernel.end(77);

        assertThat(next()).isEqualTo("first");
        assertThat(next()).isEqualTo("second");
    }

    @Test
    void tellsNobodyWhoseWatchIsOver() throws Exception {
        kernel.processes.add(77L);
        ProcessEnds.End first = queue.watch(77, () -> seen.add("first")).orElseThrow();
        queue.watch(77, () -> seen.add("second"));

        first.close();
        first.close();
        assertThat(kernel.changes).noneMatch(change -> change.flags() == Kevent.DELETE);
        kernel.end(77);

        assertThat(next()).isEqualTo("second");
        assertThat(seen).isEmpty();
    }

    @Test
    void watchesNoMoreWhatNobodyWatches() throws Exception {
        kernel.processes.add(77L);

        queue.watch(77, () -> {}).orElseThrow().close();

        assertThat(kernel.changes).last().isEqualTo(new Kevent(77, Kevent.PROCESS, Kevent.DELETE, 0, 0, 0));
    }

    @Test
    void knowsThatThereIsNoSuchProcess() throws Exception {
        assertThat(queue.watch(78, () -> seen.add("ended"))).isEmpty();
    }

    @Test
    void runsTheHandlerOfWhatCanBeRead() throws Exception {
        queue.adopt(12, "fifo").start(() -> seen.add("read"));

        assertThat(kernel.changes).containsExactly(new Kevent(12, Kevent.READ, Kevent.ADD, 0, 0, 1));
        kernel.happens(Kevent.READ);
        assertThat(next()).isEqualTo("read");
    }

    @Test
    void restsAfterAFailureUntilItsTimer() throws Exception {
        queue.adopt(12, "fifo").start(() -> {
            seen.add("failed");
            throw new IOException("expected by this test");
        });
        kernel.processes.add(77L);
        queue.watch(77, () -> seen.add("after"));
        kernel.happens(Kevent.READ);
        kernel.end(77);
        assertThat(next()).isEqualTo("failed");
        assertThat(next()).isEqualTo("after");
        assertThat(kernel.changes)
                .endsWith(
                        new Kevent(12, Kevent.READ, Kevent.DISABLE, 0, 0, 1),
                        new Kevent(1, Kevent.TIMER, Kevent.ADD | Kevent.ONESHOT, 0, REST.toMillis(), 1));

        kernel.happens(Kevent.TIMER);
        kernel.happens(Kevent.READ);

        assertThat(next()).isEqualTo("failed");
        assertThat(kernel.changes).contains(new Kevent(12, Kevent.READ, Kevent.ENABLE, 0, 0, 1));
    }

    @Test
    void isResumedBeforeItsTimer() throws Exception {
        KernelQueue.Descriptor fifo = queue.adopt(12, "fifo");
        fifo.start(() -> {});
        fifo.resume();
        assertThat(kernel.changes).hasSize(1);

        fifo.pause(Duration.ofSeconds(5));
        fifo.pause(Duration.ofSeconds(5));
        fifo.resume();

        assertThat(kernel.changes)
                .endsWith(
                        new Kevent(12, Kevent.READ, Kevent.DISABLE, 0, 0, 1),
                        new Kevent(1, Kevent.TIMER, Kevent.ADD | Kevent.ONESHOT, 0, 5000, 1),
                        new Kevent(1, Kevent.TIMER, Kevent.DELETE, 0, 0, 1),
                        new Kevent(12, Kevent.READ, Kevent.ENABLE, 0, 0, 1));
    }

    @Test
    void closesADescriptorOnceAndUsesItNoMore() throws Exception {
        KernelQueue.Descriptor fifo = queue.adopt(12, "fifo");
        fifo.start(() -> seen.add("read"));

        fifo.close();
        fifo.close();
        kernel.happens(Kevent.READ);

        assertThat(kernel.closed).containsExactly(12);
        assertThatThrownBy(() -> fifo.use(fd -> fd)).isInstanceOf(ClosedChannelException.class);
        queue.close();
        assertThat(seen).isEmpty();
    }

    @Test
    void closesWhatItWaitedForAtItsEnd() throws Exception {
        queue.adopt(12, "fifo").start(() -> {});

        queue.close();

        assertThat(kernel.closed).containsExactly(12, 3);
        assertThatThrownBy(() -> queue.watch(77, () -> {})).hasMessage("cannot watch process 77: the host was stopped");
        assertThatThrownBy(() -> queue.adopt(13, "late").start(() -> {})).hasMessage("late: the host was stopped");
        assertThat(kernel.closed).containsExactly(12, 3, 13);
    }

    /** By sys/ucred.h: version, uid, number of groups, 16 groups at most. */
    @Test
    void readsTheGroupsOfAPeer() {
        Memory credentials = new Memory(88);
        credentials.clear();
        credentials.setShort(8, (short) 2);
        credentials.setInt(12, 496);
        credentials.setInt(16, -1);
        assertThat(FreeBsdPeers.groups(credentials)).isEqualTo(Groups.of(496, 4294967295L));

        credentials.setShort(8, (short) 300);
        assertThat(List.of(FreeBsdPeers.groups(credentials).contains(496))).containsExactly(true);
    }
}
