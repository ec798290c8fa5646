package org.albatross.eventlog.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that writes the log is killed by signal 9 again and again, and half a line is left behind. */
class EventLogKillTest {
    private static final int KILLS = 6;

    @Test
    void givesNoNumberTwiceAndKeepsWhatWasSeen(@TempDir Path folder) throws Exception {
        Path directory = folder.resolve("events");
        Random random = new Random(8);
        List<Long> seen = new ArrayList<>();
        for (int kill = 0; kill < KILLS; kill++) {
            Path printed = folder.resolve("printed-" + kill);
            Process writer = start(directory, printed);
            long most = 500L + random.nextInt(10_000);
            while (writer.isAlive() && printed.toFile().length() < most) {
                Thread.onSpinWait();
            }
            writer.destroyForcibly().waitFor();
            String numbers = Files.readString(printed);
            numbers.substring(0, numbers.lastIndexOf('\n'))
                    .lines()
                    .map(Long::valueOf)
                    .forEach(seen::add);
            tear(directory.resolve(LogDirectory.CURRENT), random.nextInt(40));
        }

        assertThat(seen).isSorted().doesNotHaveDuplicates();
        assertThat(onDisk(directory)).containsAll(seen).isSorted().doesNotHaveDuplicates();
    }

    private static Process start(Path directory, Path printed) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        WritingMain.class.getName(),
                        directory.toString())
                .redirectOutput(printed.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Leaves behind the last line what a write that was broken off leaves. */
    private static void tear(Path file, int bytes) throws IOException {
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "rw")) {
            log.seek(log.length());
            log.writeBytes("{\"sequence\": 123456789, \"time\": \"2026-11-29T".substring(0, bytes));
        }
    }

    private static List<Long> onDisk(Path directory) throws IOException {
        List<Long> found = new ArrayList<>();
        try (History history = new History(directory)) {
            for (Optional<LogEntry> entry = history.next(); entry.isPresent(); entry = history.next()) {
                found.add(entry.get().sequence());
            }
        }
        return found;
    }
}
