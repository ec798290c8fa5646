package org.albatross.eventlog.internal;

import static org.albatross.eventlog.internal.Events.A;
import static org.albatross.eventlog.internal.Events.NARROW;
import static org.albatross.eventlog.internal.Events.numbers;
import static org.albatross.eventlog.internal.Events.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.albatross.disk.Disk;
import org.albatross.model.LogCommand.SubscribeAfter;
import org.albatross.model.Name;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Follows files that are written meanwhile, turn by turn. */
class FollowerTest {
    /** More than a turn sends, all of it in one file. */
    private static final long WRITTEN = 600;

    private static final long DURABLE = 500;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path folder;

    private final Queue<Runnable> turns = new ArrayDeque<>();

    private static List<LogEntry> entries(long first, long last) {
        return numbers(first, last).stream()
                .map(number -> {
                    byte[] line = LogLine.of(number, waiting(A, "because"));
                    return LogEntry.of(line, 0, line.length - 1).orElseThrow();
                })
                .toList();
    }

    private void runTurns() {
        for (Runnable turn = turns.poll(); turn != null; turn = turns.poll()) {
            turn.run();
        }
    }

    @Test
    void missesNothingThatBecomesDurableWhileItReadsTheFiles() throws Exception {
        Path directory = folder.resolve("events");
        try (LogDirectory files = new LogDirectory(directory, NARROW, new Disk(Disk.Faults.NONE))) {
            files.open();
            files.append(entries(1, WRITTEN));
            Recent recent = new Recent(NARROW.recentBytes(), 0);
            recent.add(entries(1, DURABLE));
            EntrySink sink = new EntrySink();
            Follower follower = new Follower(directory, recent, Name.ROOT, sink, turns::add, gone -> {});

            follower.begin(new SubscribeAfter(0));
            turns.remove().run();
            recent.add(entries(DURABLE + 1, WRITTEN));
            follower.wake();
            runTurns();

            assertThat(sink.numbers((int) WRITTEN)).isEqualTo(numbers(1, WRITTEN));
            follower.cancel();
            runTurns();
        }
    }
}
