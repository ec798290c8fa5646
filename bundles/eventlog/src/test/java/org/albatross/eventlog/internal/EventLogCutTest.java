package org.albatross.eventlog.internal;

import static org.albatross.eventlog.internal.Events.A;
import static org.albatross.eventlog.internal.Events.change;
import static org.albatross.eventlog.internal.Events.numbers;
import static org.albatross.eventlog.internal.Events.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.albatross.disk.Disk;
import org.albatross.json.EventJson;
import org.albatross.model.Bytes;
import org.albatross.model.EventRecord;
import org.albatross.testing.RecordedDisk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A power cut before each step of the log: what the next start finds is every event that was told to be durable, of those that were
 * being written the first ones, each whole, and no number is given a second time.
 */
class EventLogCutTest {
    /** A file is put aside behind each event or two. */
    private static final LogLimits LIMITS =
            new LogLimits(200, Duration.ofDays(30), 100, 2_000, 4 << 20, 1 << 20, Duration.ofSeconds(1), 8);

    private final Path directory;
    private final Set<String> seen = new HashSet<>();
    private long next = 1;

    EventLogCutTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private LogEntry entry(EventRecord told) {
        byte[] line = LogLine.of(next, told);
        return new LogEntry(
                new EventJson.Header(next++, told.time(), told.name()), Bytes.of(Arrays.copyOf(line, line.length - 1)));
    }

    /** What was begun and what was durable when there were so many steps. */
    private record Mark(int steps, long begun, long durable) {}

    @Test
    void leavesEveryEventThatWasDurableAndNoneInPart() throws IOException {
        Path state = Files.createDirectory(directory.resolve("state"));
        RecordedDisk recorded = new RecordedDisk(state);
        List<Mark> marks = new ArrayList<>(List.of(new Mark(0, 0, 0)));
        try (LogDirectory log = new LogDirectory(state.resolve("events"), LIMITS, new Disk(recorded))) {
            assertThat(log.open()).isZero();
            for (int i = 0; i < 6; i++) {
                long durable = next - 1;
                List<LogEntry> group = i % 2 == 0
                        ? List.of(entry(change(A)))
                        : List.of(entry(waiting(A, "one")), entry(change(A)), entry(waiting(A, "more".repeat(20))));
                marks.add(new Mark(recorded.steps(), next - 1, durable));
                log.append(group);
                marks.add(new Mark(recorded.steps(), next - 1, next - 1));
                log.look(Events.TIME);
            }
        }
        assertThat(LogDirectory.files(state.resolve("events"))).hasSizeGreaterThan(3);

        for (int cut = 0; cut <= recorded.steps(); cut++) {
            int now = cut;
            Mark mark = marks.stream()
                    .filter(one -> one.steps() <= now)
                    .reduce((one, later) -> later)
                    .orElseThrow();
            for (RecordedDisk.Image image : recorded.images(cut)) {
                if (seen.add(mark + image.key())) {
                    check(image, mark, "cut before step " + cut + " of\n" + recorded);
                }
            }
        }
        assertThat(seen).as("disks that were looked at").hasSizeGreaterThan(40);
    }

    private void check(RecordedDisk.Image image, Mark mark, String what) throws IOException {
        Path copy = directory.resolve("copy" + seen.size());
        image.writeTo(copy);
        Path events = copy.resolve("events");
        long last;
        try (LogDirectory log = new LogDirectory(events, LIMITS, new Disk(Disk.Faults.NONE))) {
            last = log.open();
        }
        List<Long> found = new ArrayList<>();
        try (History history = new History(events)) {
            for (Optional<LogEntry> entry = history.next(); entry.isPresent(); entry = history.next()) {
                found.add(entry.get().sequence());
            }
        }
        assertThat(found).as(what).isEqualTo(numbers(1, found.size()));
        assertThat((long) found.size()).as(what).isBetween(mark.durable(), mark.begun());
        assertThat(last).as(what).isBetween((long) found.size(), mark.begun());
    }
}
