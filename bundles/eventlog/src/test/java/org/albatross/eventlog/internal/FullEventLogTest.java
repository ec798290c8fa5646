package org.albatross.eventlog.internal;

import static org.albatross.eventlog.internal.Events.A;
import static org.albatross.eventlog.internal.Events.change;
import static org.albatross.eventlog.internal.Events.numbers;
import static org.albatross.eventlog.internal.Events.waiting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.albatross.model.EventFields;
import org.albatross.model.LogCommand;
import org.albatross.model.Name;
import org.albatross.model.Refusal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The event log on a disk that is full, and has room again. */
class FullEventLogTest {
    /** What waits may have 40,000 bytes, of which 30,000 before a change is refused, and 10,000 more of unikernels. */
    private static final LogLimits LIMITS =
            new LogLimits(1L << 30, Duration.ofDays(30), 8, 1 << 20, 40_000, 10_000, Duration.ofMillis(100), 8);

    private static final long PAGE = 4096;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Path disk;

    @SuppressWarnings("NullAway.Init") // set before each test
    private FileEventLog log;

    @BeforeEach
    void open() throws IOException {
        Optional<String> directory = Optional.ofNullable(System.getenv("ALBATROSS_TEST_SMALL_DISK"));
        assumeTrue(directory.isPresent(), "needs a namespace in which it may mount a small file system");
        disk = Path.of(directory.get());
        log = new FileEventLog(disk.resolve("events"), LIMITS, Clock.systemUTC());
    }

    @AfterEach
    void empty() throws Exception {
        if (log != null) {
            log.stop();
            try (Stream<Path> files = Files.walk(disk)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    if (!file.equals(disk)) {
                        Files.delete(file);
                    }
                }
            }
        }
    }

    private Path filler() {
        return disk.resolve("filler");
    }

    private void fill() throws IOException {
        try (FileChannel file = FileChannel.open(filler(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            ByteBuffer page = ByteBuffer.allocate((int) PAGE);
            while (Files.getFileStore(disk).getUsableSpace() >= PAGE) {
                file.write(page.clear());
            }
        }
    }

    private EntrySink follow() {
        EntrySink sink = new EntrySink();
        log.subscribe(Name.ROOT, new LogCommand.SubscribeAfter(0), sink);
        return sink;
    }

    private List<LogEntry> onDisk() throws IOException {
        try (History history = new History(disk.resolve("events"))) {
            return Stream.generate(() -> next(history))
                    .takeWhile(Optional::isPresent)
                    .flatMap(Optional::stream)
                    .toList();
        }
    }

    private static Optional<LogEntry> next(History history) {
        try {
            return history.next();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Tells more than there is room for, a page of the disk included that the file has already. */
    private void flood() {
        for (int i = 0; i < 300; i++) {
            log.accept(change(A));
        }
    }

    private void awaitFailure() {
        long before = log.counters().failures();
        while (log.counters().failures() == before) {
            Thread.onSpinWait();
        }
    }

    @Test
    void keepsEventsUntilThereIsRoomAgain() throws Exception {
        EntrySink sink = follow();
        log.accept(change(A));
        assertThat(sink.numbers(1)).containsExactly(1L);
        fill();
        for (int i = 0; i < 60; i++) {
            log.accept(waiting(A, "x".repeat(100)));
        }
        awaitFailure();
        assertThat(sink.numbers(1)).doesNotContain(61L);

        Files.delete(filler());

        assertThat(sink.numbers(61)).isEqualTo(numbers(1, 61));
        assertThat(onDisk()).extracting(LogEntry::sequence).isEqualTo(numbers(1, 61));
        assertThat(log.counters().lost()).isZero();
    }

    @Test
    void refusesChangesAndCountsWhatFindsNoRoom() throws Exception {
        EntrySink sink = follow();
        assertThat(log.awaitRoom()).isEmpty();
        fill();
        flood();
        awaitFailure();

        assertThat(log.awaitRoom()).hasValueSatisfying(refusal -> assertThat(refusal.message())
                .startsWith("the event log cannot be written: ")
                .contains(" a change is refused from 30000 on"));
        long lost = log.counters().lost();
        assertThat(lost).isPositive();
        log.accept(waiting(A, "the life of a unikernel has a reserve"));
        assertThat(log.counters().lost()).isEqualTo(lost);
        Files.delete(filler());

        int kept = (int) (300 - lost + 1);
        assertThat(sink.entry(kept).fields())
                .isEqualTo(new EventFields("events_lost", java.util.Map.of("number", new EventFields.Whole(lost))));
        assertThat(sink.numbers(kept + 1)).isEqualTo(numbers(1, kept + 1));
        assertThat(log.awaitRoom()).isEmpty();
    }

    @Test
    void letsNoChangeWaitForALogThatIsBeingStopped() throws Exception {
        LogLimits patient =
                new LogLimits(1L << 30, Duration.ofDays(30), 8, 1 << 20, 40_000, 10_000, Duration.ofMinutes(10), 8);
        log.stop();
        log = new FileEventLog(disk.resolve("events"), patient, Clock.systemUTC());
        fill();
        flood();
        awaitFailure();
        FutureTask<Optional<Refusal>> waiting = new FutureTask<>(log::awaitRoom);
        Thread thread = new Thread(waiting);
        thread.start();
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }

        log.stop();

        assertThat(waiting.get(60, TimeUnit.SECONDS)).isEmpty();
    }

    @Test
    void letsAChangeWaitForRoom() throws Exception {
        LogLimits patient =
                new LogLimits(1L << 30, Duration.ofDays(30), 8, 1 << 20, 40_000, 10_000, Duration.ofSeconds(60), 8);
        log.stop();
        log = new FileEventLog(disk.resolve("events"), patient, Clock.systemUTC());
        fill();
        flood();
        awaitFailure();
        Thread freeing = new Thread(() -> {
            try {
                Files.delete(filler());
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });

        freeing.start();
        Optional<Refusal> refusal = log.awaitRoom();

        assertThat(refusal).isEmpty();
        freeing.join();
    }
}
