package org.albatross.console.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that reads a flood is killed again and again, each time by signal 9 within the flood. */
class KillTest {
    private static final int KILLS = 8;
    private static final int LINES_BETWEEN = 150_000;

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void losesAndRepeatsNoLine(@TempDir Path folder) throws Exception {
        Path file = folder.resolve(":flood");
        Path fifo = folder.resolve("console");
        RingFile.create(file, RingFile.Space.BY_WRITING);
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        Random random = new Random(6);
        try (RandomAccessFile writer = new RandomAccessFile(fifo.toFile(), "rw")) {
            long written = 0;
            for (int kill = 0; kill < KILLS; kill++) {
                Process reader = start(file, fifo);
                long until = written + LINES_BETWEEN + random.nextInt(LINES_BETWEEN);
                while (written < until) {
                    written = write(writer, written);
                }
                reader.destroyForcibly().waitFor();
                assertContiguous(file);
            }
        }
    }

    private static Process start(Path file, Path fifo) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FillingMain.class.getName(),
                        file.toString(),
                        fifo.toString())
                .inheritIO()
                .start();
    }

    /** Writes a hundred numbered lines, and waits while the pipe is full. */
    private static long write(RandomAccessFile writer, long from) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (long number = from + 1; number <= from + 100; number++) {
            lines.append("line ").append(number).append('\n');
        }
        writer.write(lines.toString().getBytes(StandardCharsets.US_ASCII));
        return from + 100;
    }

    private static void assertContiguous(Path file) throws IOException {
        Ring ring = new Ring(RingFile.open(file).orElseThrow(), 1, Clock.systemUTC());
        Cursor at = ring.begin();
        assertThat(at.number()).isPositive();
        int count = 0;
        for (Line line : ring.read(at, Integer.MAX_VALUE)) {
            assertThat(line.text().decoded()).isEqualTo("line " + at.number());
            at = line.next();
            count++;
        }
        assertThat(count).isGreaterThan(10_000);
    }
}
