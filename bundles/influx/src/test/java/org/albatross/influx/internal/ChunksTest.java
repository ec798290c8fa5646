package org.albatross.influx.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChunksTest {
    /** What a chunk of these lines takes: 100 bytes of text, and what it costs beside. */
    private static final List<String> LINES = Collections.nCopies(10, "x".repeat(9) + "\n");

    private static final long SIZE = 228;

    private static String take(Chunks chunks) throws InterruptedException {
        return new String(chunks.take().orElseThrow().text(), StandardCharsets.UTF_8);
    }

    @Test
    void dropsTheOldestAndCountsTheirLines() throws Exception {
        Chunks chunks = new Chunks(2 * SIZE);
        chunks.add(List.of("o".repeat(99) + "\n"));
        chunks.add(LINES);
        assertThat(chunks.dropped()).isZero();

        chunks.add(LINES);
        assertThat(chunks.dropped()).isEqualTo(1);
        chunks.add(LINES);
        assertThat(chunks.dropped()).isEqualTo(11);
        assertThat(chunks.bytes()).isEqualTo(2 * SIZE);
        assertThat(take(chunks)).isEqualTo(String.join("", LINES).repeat(2));
    }

    @Test
    void hasRoomAgainWhenSomethingWasTaken() throws Exception {
        Chunks chunks = new Chunks(SIZE);
        for (int i = 0; i < 3; i++) {
            chunks.add(LINES);
            assertThat(chunks.bytes()).isEqualTo(SIZE);
            assertThat(take(chunks)).isEqualTo(String.join("", LINES));
            assertThat(chunks.bytes()).isZero();
        }

        assertThat(chunks.dropped()).isZero();
    }

    @Test
    void keepsNothingThatIsLargerThanItsRoom() throws Exception {
        Chunks chunks = new Chunks(SIZE - 1);
        chunks.add(LINES);
        chunks.close();

        assertThat(chunks.dropped()).isEqualTo(10);
        assertThat(chunks.take()).isEmpty();
    }

    @Test
    void takesNoMoreThanIsSentAtOnce() throws Exception {
        Chunks chunks = new Chunks(1 << 20);
        String large = "y".repeat(Chunks.BATCH_BYTES - 1) + "\n";
        chunks.add(List.of("first\n"));
        chunks.add(List.of(large));
        chunks.add(Collections.nCopies(Chunks.BATCH_LINES + 1, "z\n"));

        assertThat(take(chunks)).isEqualTo("first\n");
        assertThat(take(chunks)).isEqualTo(large);
        assertThat(take(chunks)).hasLineCount(Chunks.BATCH_LINES);
        assertThat(take(chunks)).isEqualTo("z\n");
    }
}
