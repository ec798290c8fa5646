package org.albatross.console.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.albatross.model.Command;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RingTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T10:00:00Z"), ZoneOffset.UTC);
    private static final long BOOT = 7;

    private Path folder;
    private Path file;

    @BeforeEach
    void make(@TempDir Path temporary) throws IOException {
        folder = temporary;
        file = folder.resolve(":hello");
        RingFile.create(file, RingFile.Space.BY_WRITING);
    }

    @Test
    void isMadeOfSpaceThatWasTaken() throws IOException {
        Path taken = file.resolveSibling("taken");

        RingFile made = RingFile.create(taken, (fresh, size) -> {
            try (RandomAccessFile content = new RandomAccessFile(fresh.toFile(), "rw")) {
                content.setLength(size);
            }
            return true;
        });

        assertThat(Files.size(taken)).isEqualTo(RingFile.SIZE);
        assertThat(made.state()).isEqualTo(RingState.EMPTY);
    }

    @Test
    void leavesNothingWhereThereIsNoSpace() {
        Path refused = file.resolveSibling("refused");

        assertThatIOException()
                .isThrownBy(() -> RingFile.create(refused, (fresh, size) -> {
                    throw new IOException("No space left on device");
                }))
                .withMessage("cannot make the ring " + refused + " of 1048576 bytes: No space left on device");

        assertThat(refused.getParent()).isDirectoryNotContaining("glob:**/refused*");
    }

    @Test
    void hasAllItsBlocksOnDiskFromTheBeginning() throws IOException {
        assertThat(Files.size(file)).isEqualTo(1 << 20);
        assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
        assertThat(folder).isDirectoryNotContaining("glob:**~new");
    }

    @Test
    void putsTogetherALineThatComesInPieces() throws IOException {
        Ring ring = open(BOOT);

        take(ring, "Hel");
        take(ring, "lo\nWor");
        assertThat(lines(ring)).containsExactly("Hello");
        take(ring, "ld\n");

        assertThat(lines(ring)).containsExactly("Hello", "World");
    }

    @Test
    void marksALineThatIsTooLong() throws IOException {
        Ring ring = open(BOOT);

        take(ring, "x".repeat(600));
        take(ring, "x".repeat(600) + "\nshort\n");

        assertThat(lines(ring)).containsExactly("x".repeat(512) + " [truncated]", "short");
    }

    @Test
    void keepsTheUnterminatedLineAtTheEnd() throws IOException {
        Ring ring = open(BOOT);

        take(ring, "a\nlast words");
        ring.endLine();

        assertThat(lines(ring)).containsExactly("a", "last words");
    }

    @Test
    void goesOnAfterTheProcessWasKilled() throws IOException {
        take(open(BOOT), "one\ntw");
        Ring next = open(BOOT);
        take(next, "o\nthree\n");

        assertThat(lines(next)).containsExactly("one", "two", "three");
        assertThat(next.from(new Command.Begin.Count(1)).number()).isEqualTo(3);
    }

    @Test
    void findsWhatWasReadButNotYetCutWhenTheProcessWasKilled() throws IOException {
        take(open(BOOT), "one\ntw");
        ByteBuffer inbox = RingFile.open(file).orElseThrow().inbox();
        inbox.put(2, "o\nthree\nfo".getBytes(StandardCharsets.US_ASCII));

        Ring next = open(BOOT);
        assertThat(lines(next)).containsExactly("one", "two", "three");
        take(next, "ur\n");
        assertThat(lines(open(BOOT))).containsExactly("one", "two", "three", "four");
    }

    @Test
    void believesNoInboxOfAnotherBoot() throws IOException {
        take(open(BOOT), "one\ntw");
        RingFile.open(file).orElseThrow().inbox().put(100, (byte) 'x');

        Ring next = open(BOOT + 1);
        take(next, "three\n");

        assertThat(lines(next)).containsExactly("one", "tw", "three");
    }

    @Test
    void numbersLinesWithoutAGapHoweverOftenTheProcessIsKilledWithinAFlood() throws IOException {
        Random random = new Random(4);
        StringBuilder flood = new StringBuilder();
        for (int i = 1; i <= 60_000; i++) {
            flood.append("line ").append(i).append('\n');
        }
        FakeFifo fifo = new FakeFifo().write(flood.toString());
        while (!fifo.isEmpty()) {
            Ring ring = open(BOOT);
            for (int turn = random.nextInt(4); turn >= 0; turn--) {
                ring.take(fifo, RingFile.TURN);
            }
        }

        Ring ring = open(BOOT);
        Cursor at = ring.begin();
        int seen = 0;
        for (Line line : ring.read(at, Integer.MAX_VALUE)) {
            assertThat(line.text().decoded()).isEqualTo("line " + at.number());
            at = line.next();
            seen++;
        }
        assertThat(at.number()).isEqualTo(60_001);
        assertThat(seen).isGreaterThan(15_000);
    }

    @Test
    void knowsTheLastLineOfTheRunThatPrintsAcrossProcesses() throws IOException {
        Ring ring = open(BOOT);
        ring.begin(1);
        take(ring, "of the first run\n");
        ring.begin(2);
        assertThat(ring.lastOfRun()).isEmpty();
        take(ring, "of the second run\n");

        Ring next = open(BOOT);
        next.begin(2);
        assertThat(next.lastOfRun().orElseThrow().decoded()).isEqualTo("of the second run");
        assertThat(open(BOOT + 1).lastOfRun()).isEmpty();
    }

    @Test
    void saysHowManyLinesAReaderHasLost() throws IOException {
        Ring ring = open(BOOT);
        take(ring, "one\n");
        Cursor slow = ring.begin();
        StringBuilder flood = new StringBuilder();
        for (int i = 0; i < 40_000; i++) {
            flood.append("more\n");
        }
        FakeFifo fifo = new FakeFifo().write(flood.toString());
        while (ring.take(fifo, RingFile.TURN) > 0) {
            assertThat(ring.lost(ring.begin())).isZero();
        }

        assertThat(ring.lost(slow)).isEqualTo(ring.begin().number() - 1).isPositive();
    }

    @Test
    void refusesAFileOfAnotherFormat() throws IOException {
        Files.write(file, new byte[1 << 20]);
        assertThat(RingFile.open(file)).isEmpty();
        Files.write(file, new byte[17]);
        assertThat(RingFile.open(file)).isEmpty();
    }

    @Test
    void survivesAnyDamageToItsHeader() throws IOException {
        take(open(BOOT), "one\ntwo\nthr");
        byte[] whole = Files.readAllBytes(file);
        Random random = new Random(5);
        for (int round = 0; round < 300; round++) {
            byte[] damaged = whole.clone();
            for (int i = 0; i < 1 + round % 20; i++) {
                damaged[8 + random.nextInt(184)] = (byte) random.nextInt();
            }
            Files.write(file, damaged);
            Ring ring = open(BOOT);
            take(ring, "\nnew\n");
            assertThat(lines(ring)).endsWith("new");
        }
    }

    private Ring open(long boot) throws IOException {
        return new Ring(RingFile.open(file).orElseThrow(), boot, CLOCK);
    }

    private static void take(Ring ring, String text) throws IOException {
        FakeFifo fifo = new FakeFifo().write(text);
        while (!fifo.isEmpty()) {
            ring.take(fifo, RingFile.TURN);
        }
    }

    private static List<String> lines(Ring ring) {
        List<String> lines = new ArrayList<>();
        ring.read(ring.begin(), Integer.MAX_VALUE)
                .forEach(line -> lines.add(line.text().decoded()));
        return lines;
    }
}
