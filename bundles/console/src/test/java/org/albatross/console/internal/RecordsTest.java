package org.albatross.console.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecordsTest {
    private static final int SIZE = 4096;

    private final ByteBuffer area = ByteBuffer.allocate(SIZE);
    private final Records records = new Records(area, 0, 1);

    @Test
    void keepsTheNewestLinesWhateverTheirLengths() {
        Random random = new Random(1);
        List<String> written = new ArrayList<>();
        for (int i = 1; i <= 5000; i++) {
            String line = i + "x".repeat(random.nextInt(500));
            written.add(line);
            append(records, i, line);
        }

        List<String> kept = all(records);
        assertThat(kept).hasSizeGreaterThan(5).isEqualTo(written.subList(5000 - kept.size(), 5000));
        assertThat(records.begin().number()).isEqualTo(5001 - kept.size());
        assertThat(records.end().number()).isEqualTo(5001);
    }

    @Test
    void findsAtEveryLengthOfItsLifeTheSameLinesAgain() {
        Random random = new Random(2);
        for (int i = 1; i <= 500; i++) {
            append(records, i, i + "x".repeat(random.nextInt(300)));

            Records again = reopened();
            assertThat(all(again)).isEqualTo(all(records));
            assertThat(again.begin()).isEqualTo(records.begin());
            assertThat(again.end()).isEqualTo(records.end());
        }
    }

    @Test
    void staysWithinTheAreaForAnyCount() {
        for (int i = 1; i <= 3; i++) {
            append(records, i, "line " + i);
        }

        assertThat(records.last(Long.MIN_VALUE)).isEqualTo(records.begin());
        assertThat(records.last(-1)).isEqualTo(records.begin());
        assertThat(records.last(0)).isEqualTo(records.end());
        assertThat(records.last(2).number()).isEqualTo(2);
        assertThat(records.last(Long.MAX_VALUE)).isEqualTo(records.begin());
    }

    @Test
    void findsTheLinesSinceATime() {
        for (int i = 1; i <= 9; i++) {
            append(records, i * 1000L, "line " + i);
        }

        assertThat(records.since(Instant.MIN)).isEqualTo(records.begin());
        assertThat(records.since(Instant.MAX)).isEqualTo(records.end());
        assertThat(records.since(Instant.ofEpochMilli(4000)).number()).isEqualTo(4);
        assertThat(records.since(Instant.ofEpochMilli(4001)).number()).isEqualTo(5);
    }

    @Test
    void skipsATornNewestLine() {
        append(records, 1, "whole");
        Cursor torn = records.end();
        append(records, 2, "torn");
        area.put((int) torn.position() + 24, (byte) 'T');

        assertThat(all(reopened())).containsExactly("whole");
        assertThat(reopened().end().number()).isEqualTo(3);
    }

    @Test
    void keepsWhatIsNewerThanATornLine() {
        append(records, 1, "old");
        Cursor torn = records.end();
        append(records, 2, "torn");
        append(records, 3, "new");
        area.put((int) torn.position() + 24, (byte) 'T');

        assertThat(all(reopened())).containsExactly("new");
    }

    @Test
    void endsWithSomeLinesOrNoneForAnyDamage() {
        Random random = new Random(3);
        for (int i = 1; i <= 300; i++) {
            append(records, i, i + "x".repeat(random.nextInt(100)));
        }
        byte[] whole = area.array().clone();
        for (int round = 0; round < 2000; round++) {
            area.put(0, whole);
            for (int i = 0; i < 1 + round % 40; i++) {
                area.put(random.nextInt(SIZE), (byte) random.nextInt());
            }
            long head = round % 3 == 0 ? records.end().position() : random.nextInt(1 << 20) * 8L;

            Records damaged = new Records(area, head, records.end().number());

            assertThat(all(damaged)).hasSizeLessThan(200);
        }
    }

    private Records reopened() {
        return new Records(area, records.end().position(), records.end().number());
    }

    private static void append(Records records, long millis, String line) {
        records.append(Instant.ofEpochMilli(millis), ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)), false);
    }

    private static List<String> all(Records records) {
        List<String> lines = new ArrayList<>();
        Cursor at = records.begin();
        while (at.position() < records.end().position()) {
            Line line = records.read(at);
            lines.add(line.text().decoded());
            at = line.next();
        }
        return lines;
    }
}
