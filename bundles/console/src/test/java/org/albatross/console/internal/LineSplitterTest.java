package org.albatross.console.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.albatross.console.internal.LineSplitter.Rest;
import org.junit.jupiter.api.Test;

class LineSplitterTest {
    private final List<String> lines = new ArrayList<>();

    @Test
    void leavesEmptyLinesOutAndTheUnterminatedOnePending() {
        Rest rest = split("one\n\n\ntwo\nthr", false);

        assertThat(lines).containsExactly("one", "two");
        assertThat(rest).isEqualTo(new Rest(3, false));
    }

    @Test
    void keepsALineOfTheGreatestLengthWhole() {
        Rest rest = split("x".repeat(512) + "\n" + "y".repeat(512), false);

        assertThat(lines).containsExactly("x".repeat(512));
        assertThat(rest).isEqualTo(new Rest(512, false));
    }

    @Test
    void cutsALongLineOnceAndDropsItsRest() {
        Rest rest = split("x".repeat(513), false);
        assertThat(lines).containsExactly("x".repeat(512) + "+");
        assertThat(rest).isEqualTo(new Rest(0, true));

        rest = split("x".repeat(2000), rest.discarding());
        assertThat(lines).hasSize(1);
        assertThat(rest).isEqualTo(new Rest(0, true));

        rest = split("x\nnext\n", rest.discarding());
        assertThat(lines).containsExactly("x".repeat(512) + "+", "next");
        assertThat(rest).isEqualTo(new Rest(0, false));
    }

    private Rest split(String text, boolean discarding) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return LineSplitter.split(ByteBuffer.wrap(bytes), bytes.length, discarding, (content, truncated) -> {
            byte[] line = new byte[content.remaining()];
            content.get(line);
            lines.add(new String(line, StandardCharsets.US_ASCII) + (truncated ? "+" : ""));
        });
    }
}
