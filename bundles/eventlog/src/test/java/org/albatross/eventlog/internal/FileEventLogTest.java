package org.albatross.eventlog.internal;

import static org.albatross.eventlog.internal.Events.A;
import static org.albatross.eventlog.internal.Events.B;
import static org.albatross.eventlog.internal.Events.NARROW;
import static org.albatross.eventlog.internal.Events.TIME;
import static org.albatross.eventlog.internal.Events.WIDE;
import static org.albatross.eventlog.internal.Events.numbers;
import static org.albatross.eventlog.internal.Events.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.albatross.api.Cancellable;
import org.albatross.json.EventJson;
import org.albatross.model.Caller;
import org.albatross.model.Command.Begin;
import org.albatross.model.CpuId;
import org.albatross.model.EventFields;
import org.albatross.model.EventRecord;
import org.albatross.model.LogCommand;
import org.albatross.model.LogCommand.Show;
import org.albatross.model.LogCommand.ShowAfter;
import org.albatross.model.LogCommand.Subscribe;
import org.albatross.model.LogCommand.SubscribeAfter;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.Policy;
import org.albatross.model.PolicyEvent;
import org.albatross.model.Text;
import org.albatross.model.UnikernelEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileEventLogTest {
    private static final Clock CLOCK = Clock.fixed(TIME, ZoneOffset.UTC);
    private static final LogCommand ALL = new SubscribeAfter(0);

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path folder;

    private final List<FileEventLog> opened = new ArrayList<>();

    @AfterEach
    void stopAll() throws Exception {
        for (FileEventLog log : opened) {
            log.stop();
        }
    }

    private Path directory() {
        return folder.resolve("events");
    }

    private Path current() {
        return directory().resolve(LogDirectory.CURRENT);
    }

    private FileEventLog open(LogLimits limits) throws IOException {
        return open(limits, CLOCK);
    }

    private FileEventLog open(LogLimits limits, Clock clock) throws IOException {
        FileEventLog log = new FileEventLog(directory(), limits, clock);
        opened.add(log);
        return log;
    }

    private void stop(FileEventLog log) throws Exception {
        opened.remove(log);
        log.stop();
    }

    private static EntrySink follow(FileEventLog log, Name name, LogCommand command) {
        EntrySink sink = new EntrySink();
        log.subscribe(name, command, sink);
        return sink;
    }

    private static EntrySink follow(FileEventLog log) {
        return follow(log, Name.ROOT, ALL);
    }

    private static void tell(FileEventLog log, int count) {
        for (int i = 0; i < count; i++) {
            log.accept(waiting(i % 2 == 0 ? A : B, "because"));
        }
    }

    /** Tells events, and waits until they are durable. */
    private static void write(FileEventLog log, int count) throws InterruptedException {
        long last = log.counters().sequence() + count;
        tell(log, count);
        EntrySink sink = new EntrySink();
        Cancellable subscription = log.subscribe(Name.ROOT, new SubscribeAfter(last - 1), sink);
        assertThat(sink.numbers(1)).containsExactly(last);
        subscription.cancel();
    }

    private List<Long> onDisk() throws IOException {
        List<Long> found = new ArrayList<>();
        try (History history = new History(directory())) {
            for (var entry = history.next(); entry.isPresent(); entry = history.next()) {
                found.add(entry.get().sequence());
            }
        }
        return found;
    }

    @Test
    void sendsHistoryAndThenEveryNewEventOnce() throws Exception {
        FileEventLog log = open(WIDE);
        write(log, 3);
        EntrySink sink = follow(log);
        sink.numbers(3);

        write(log, 2);

        assertThat(sink.numbers(5)).isEqualTo(numbers(1, 5));
        assertThat(sink.entry(0))
                .isEqualTo(new EventJson.Entry(
                        new EventJson.Header(1, TIME, A),
                        new Caller.Platform(),
                        EventFields.of(new UnikernelEvent.Waiting("because"))));
    }

    @Test
    void beginsWhereItIsAskedTo() throws Exception {
        FileEventLog log = open(WIDE);
        write(log, 6);

        assertThat(follow(log, Name.ROOT, new SubscribeAfter(4)).numbers(2)).isEqualTo(numbers(5, 6));
        assertThat(follow(log, Name.ROOT, new Subscribe(new Begin.Count(2))).numbers(2))
                .isEqualTo(numbers(5, 6));
        assertThat(follow(log, Name.ROOT, new Subscribe(new Begin.Count(-1))).numbers(6))
                .isEqualTo(numbers(1, 6));
        EntrySink none = follow(log, Name.ROOT, new Subscribe(new Begin.Count(0)));
        none.awaitAnswer();
        write(log, 1);
        assertThat(none.numbers(1)).containsExactly(7L);
    }

    @Test
    void beginsWithWhatIsNotOlderThanAMoment() throws Exception {
        FileEventLog log = open(WIDE);
        for (int second = 0; second < 4; second++) {
            log.accept(new EventRecord(
                    TIME.plusSeconds(second), new Caller.Platform(), A, new UnikernelEvent.Confirmed()));
        }
        follow(log).numbers(4);

        EntrySink since = follow(log, Name.ROOT, new Subscribe(new Begin.Since(TIME.plusSeconds(2))));
        assertThat(since.numbers(2)).containsExactly(3L, 4L);
        log.accept(waiting(A, "though the clock was set back"));
        assertThat(since.numbers(3)).containsExactly(3L, 4L, 5L);
    }

    @Test
    void sendsOnlyWhatLiesAtOrBelowTheName() throws Exception {
        FileEventLog log = open(WIDE);
        write(log, 6);

        assertThat(follow(log, Name.parse("a:"), ALL).numbers(3)).containsExactly(1L, 3L, 5L);
        assertThat(follow(log, B, new Subscribe(new Begin.Count(2))).numbers(2)).containsExactly(4L, 6L);
        EntrySink other = follow(log, Name.parse("c:"), ALL);
        log.accept(waiting(Name.parse("c:d:web"), "it is there"));
        assertThat(other.numbers(1)).containsExactly(7L);
    }

    @Test
    void goesOnBehindTheLastNumberAfterARestart() throws Exception {
        FileEventLog log = open(WIDE);
        tell(log, 3);
        stop(log);

        FileEventLog next = open(WIDE);
        write(next, 2);

        assertThat(follow(next).numbers(5)).isEqualTo(numbers(1, 5));
        assertThat(onDisk()).isEqualTo(numbers(1, 5));
    }

    @Test
    void removesALastLineThatIsNotComplete() throws Exception {
        FileEventLog log = open(WIDE);
        tell(log, 3);
        stop(log);
        append("{\"sequence\": 4, \"time\": \"2026-11-29T09:00:0");

        FileEventLog next = open(WIDE);
        write(next, 1);

        assertThat(onDisk()).isEqualTo(numbers(1, 4));
        assertThat(Files.readAllLines(current())).hasSize(4);
    }

    private void append(String text) throws IOException {
        Files.writeString(current(), text, StandardOpenOption.APPEND);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rubbish\n", "{\"sequence\": 2}\n", "\u0000\u0001\n\n", "no newline", "LONG"})
    void readsOverRubbishThatSomebodyHasAppended(String rubbish) throws Exception {
        String text = rubbish.equals("LONG") ? "x".repeat(500_000) + "\n" : rubbish;
        FileEventLog log = open(WIDE);
        write(log, 2);
        append(text);
        write(log, 2);
        stop(log);
        append(text);

        FileEventLog next = open(NARROW);
        write(next, 2);

        assertThat(follow(next).numbers(6)).isEqualTo(numbers(1, 6));
        assertThat(onDisk()).isEqualTo(numbers(1, 6));
    }

    @Test
    void givesNoNumberTwiceThoughTheLogWasCutOrRemoved() throws Exception {
        FileEventLog log = open(WIDE);
        write(log, 3);
        Files.write(current(), new byte[0]);
        write(log, 1);
        assertThat(onDisk()).containsExactly(4L);
        stop(log);
        Files.delete(current());

        FileEventLog next = open(WIDE);
        write(next, 1);

        assertThat(onDisk()).containsExactly(5L);
        assertThat(follow(next).numbers(1)).containsExactly(5L);
    }

    @Test
    void goesOnBehindTheLogWhenTheLastNumberIsNotReadable() throws Exception {
        FileEventLog log = open(WIDE);
        write(log, 3);
        stop(log);
        Files.writeString(directory().resolve("sequence"), "not a number");

        write(open(WIDE), 1);

        assertThat(onDisk()).isEqualTo(numbers(1, 4));
    }

    @Test
    void tellsHowManyEventsWereLostInFrontOfIt() throws Exception {
        FileEventLog log = open(WIDE);
        EntrySink sink = follow(log);
        tell(log, 1);
        log.lost(7);
        tell(log, 1);

        assertThat(sink.numbers(3)).isEqualTo(numbers(1, 3));
        assertThat(sink.entry(1).fields().toString()).contains("events_lost", "number=7");
        assertThat(log.counters().lost()).isEqualTo(7);
    }

    @Test
    void beginsANewFileWhenTheOldOneWasMoved() throws Exception {
        FileEventLog log = open(WIDE);
        write(log, 2);
        EntrySink sink = follow(log);
        Files.move(current(), directory().resolve("events.log.1"));

        write(log, 2);

        assertThat(sink.numbers(4)).isEqualTo(numbers(1, 4));
        assertThat(onDisk()).containsExactly(3L, 4L);
        assertThat(Files.readAllLines(directory().resolve("events.log.1"))).hasSize(2);
    }

    @Test
    void showsNoMoreThanWasAskedForThoughTheFileWasMoved() throws Exception {
        FileEventLog log = open(WIDE);
        write(log, 9);
        Files.move(current(), directory().resolve("events.log.1"));
        write(log, 1);

        EntrySink three = follow(log, Name.ROOT, new LogCommand.Show(new Begin.Count(3)));
        EntrySink ofB = follow(log, B, new LogCommand.Show(new Begin.Count(2)));

        assertThat(three.numbers(3)).containsExactly(8L, 9L, 10L);
        assertThat(ofB.numbers(2)).containsExactly(6L, 8L);
    }

    @Test
    void waitsWhileSomethingElseIsInThePlaceOfTheFile() throws Exception {
        FileEventLog log = open(WIDE);
        write(log, 1);
        Files.delete(current());
        Files.createDirectory(current());
        EntrySink sink = follow(log);
        tell(log, 2);
        while (log.counters().failures() == 0) {
            Thread.onSpinWait();
        }
        assertThat(sink.numbers(1)).containsExactly(1L);

        Files.delete(current());

        assertThat(sink.numbers(3)).isEqualTo(numbers(1, 3));
        assertThat(onDisk()).containsExactly(2L, 3L);
    }

    @Test
    void putsALargeFileAsideAndKeepsSoManyOfThem() throws Exception {
        FileEventLog log = open(NARROW);
        EntrySink sink = follow(log);
        for (int round = 1; round <= 10; round++) {
            write(log, 20);
            // Whoever is files behind misses those that were removed.
            sink.numbers(20 * round);
        }

        assertThat(sink.numbers(200)).isEqualTo(numbers(1, 200));
        log.stop();
        assertThat(LogDirectory.files(directory())).hasSize(4);
        List<Long> kept = onDisk();
        assertThat(kept).isEqualTo(numbers(kept.get(0), 200));
        assertThat(kept.get(0)).isGreaterThan(100);
    }

    @Test
    void putsAnOldFileAside() throws Exception {
        FileEventLog log = open(WIDE);
        write(log, 1);
        stop(log);

        FileEventLog next = open(WIDE, Clock.fixed(TIME.plus(Duration.ofDays(31)), ZoneOffset.UTC));
        write(next, 1);
        write(next, 1);
        stop(next);

        assertThat(Files.exists(directory().resolve("events-0000000000000000001.log")))
                .isTrue();
        assertThat(onDisk()).isEqualTo(numbers(1, 3));
    }

    @Test
    void showsAllOfManyFilesToWhoComesLate() throws Exception {
        FileEventLog log = open(NARROW);
        write(log, 16);
        write(log, 14);

        assertThat(follow(log).numbers(30)).isEqualTo(numbers(1, 30));
        assertThat(follow(log, A, new Subscribe(new Begin.Count(10))).numbers(10))
                .containsExactly(11L, 13L, 15L, 17L, 19L, 21L, 23L, 25L, 27L, 29L);
        assertThat(follow(log, Name.ROOT, new SubscribeAfter(12)).numbers(18)).isEqualTo(numbers(13, 30));
    }

    @Test
    void losesNothingForASlowFollower() throws Exception {
        FileEventLog log = open(NARROW);
        EntrySink slow = new EntrySink(1);
        log.subscribe(Name.ROOT, ALL, slow);
        write(log, 10);
        write(log, 10);
        write(log, 10);

        for (int i = 1; i < 30; i++) {
            slow.take(1);
            assertThat(slow.numbers(i + 1)).isEqualTo(numbers(1, i + 1));
        }
    }

    @Test
    void goesOnWithWhatIsLeftWhenAFollowersFilesWereRemoved() throws Exception {
        FileEventLog log = open(NARROW);
        EntrySink slow = new EntrySink(1);
        log.subscribe(Name.ROOT, ALL, slow);
        for (int round = 0; round < 10; round++) {
            write(log, 20);
        }

        slow.take(Long.MAX_VALUE);

        write(log, 1);
        List<Long> got = slow.numbers(2);
        while (got.get(got.size() - 1) < 201) {
            got = slow.numbers(got.size() + 1);
        }
        assertThat(got).isSorted().doesNotHaveDuplicates().startsWith(1L);
        assertThat(got).endsWith(numbers(195, 201).toArray(new Long[0]));
    }

    @Test
    void endsBehindHistoryWhenItIsToShowThatAlone() throws Exception {
        for (LogLimits limits : List.of(WIDE, NARROW)) {
            FileEventLog log = open(limits);
            write(log, 6);
            long last = log.counters().sequence();

            EntrySink two = follow(log, Name.ROOT, new Show(new Begin.Count(2)));
            assertThat(two.awaitEnd()).isEqualTo("end");
            assertThat(two.numbers(2)).containsExactly(last - 1, last);
            EntrySink all = follow(log, Name.ROOT, new ShowAfter(0));
            assertThat(all.awaitEnd()).isEqualTo("end");
            assertThat(all.numbers(0)).isEqualTo(numbers(1, last));
            EntrySink none = follow(log, Name.parse("c:"), new Show(new Begin.Since(TIME)));
            assertThat(none.awaitEnd()).isEqualTo("end");
            assertThat(none.numbers(0)).isEmpty();
            assertThat(follow(log, Name.ROOT, new ShowAfter(last + 7)).awaitEnd())
                    .isEqualTo("end");
            stop(log);
        }
    }

    @Test
    void readsTheFileThatWasThereThoughAnotherHasItsNameByNow() throws Exception {
        FileEventLog log = open(NARROW);
        write(log, 6);
        try (History history = new History(directory())) {
            assertThat(history.next())
                    .hasValueSatisfying(first -> assertThat(first.sequence()).isEqualTo(1));
            write(log, 14);
            write(log, 1);

            List<Long> found = new ArrayList<>();
            for (var entry = history.next(); entry.isPresent(); entry = history.next()) {
                found.add(entry.get().sequence());
            }
            // How many of the 14 are in it depends on how many were written together.
            assertThat(found).hasSizeBetween(5, 19).isEqualTo(numbers(2, found.size() + 1));
        }
    }

    @Test
    void sendsNothingBehindACancel() throws Exception {
        FileEventLog log = open(WIDE);
        EntrySink sink = new EntrySink();
        var subscription = log.subscribe(Name.ROOT, ALL, sink);
        write(log, 1);
        sink.numbers(1);

        subscription.cancel();
        write(log, 4);
        EntrySink other = follow(log);
        other.numbers(5);
        log.stop();

        assertThat(sink.numbers(1)).containsExactly(1L);
        assertThat(other.awaitEnd()).isEqualTo("end");
    }

    @Test
    void refusesOneFollowerTooMany() throws Exception {
        FileEventLog log = open(WIDE);
        List<EntrySink> sinks = new ArrayList<>();
        for (int i = 0; i < WIDE.followers(); i++) {
            sinks.add(follow(log));
        }
        for (EntrySink sink : sinks) {
            sink.awaitAnswer();
        }

        assertThat(log.followers()).isEqualTo(WIDE.followers());
        assertThat(follow(log).awaitEnd())
                .isEqualTo("at most 8 may follow the event log at once, and as many do; try again later");
    }

    @Test
    void cutsALineThatIsTooLong() throws Exception {
        Set<Text> bridges = new TreeSet<>();
        for (int i = 0; i < 9000; i++) {
            bridges.add(Text.of("bridge" + i));
        }
        Policy policy =
                new Policy(CpuId.setOf(0), 1, new Megabytes(17), java.util.Optional.empty(), new TreeSet<>(bridges));
        FileEventLog log = open(WIDE);
        log.accept(new EventRecord(TIME, new Caller.Platform(), Name.parse("a:"), new PolicyEvent.Added(policy)));

        EventJson.Entry entry = follow(log).entry(0);

        assertThat(entry.fields().values()).containsEntry("cut", new EventFields.Words("yes"));
        assertThat(((EventFields.Items) java.util.Objects.requireNonNull(
                                entry.fields().values().get("bridges")))
                        .elements())
                .hasSize(100);
        assertThat(Files.size(current())).isLessThan(LogLine.MAX_BYTES);
    }

    @Test
    void refusesADirectoryThatIsAFile() throws Exception {
        Files.writeString(directory(), "");

        org.assertj.core.api.Assertions.assertThatIOException().isThrownBy(() -> open(WIDE));
    }

    @Test
    void isNotReadableForEverybody() throws Exception {
        write(open(WIDE), 1);

        assertThat(java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(current())))
                .isEqualTo("rw-r-----");
    }

    @Test
    void writesTensOfThousandsOfEventsInOneGo() throws Exception {
        FileEventLog log = open(WIDE);
        EntrySink sink = follow(log);
        for (int i = 0; i < 40; i++) {
            tell(log, 500);
            sink.numbers((i + 1) * 500);
        }

        assertThat(sink.numbers(20_000)).isEqualTo(numbers(1, 20_000));
        assertThat(log.counters().lost()).isZero();
        String text = Files.readString(current(), StandardCharsets.US_ASCII);
        assertThat(text.lines().count()).isEqualTo(20_000);
    }
}
