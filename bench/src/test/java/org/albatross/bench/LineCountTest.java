package org.albatross.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LineCountTest {
    @Test
    void countsLines() throws Exception {
        assertThat(LineCount.perSecond(text(), 3)).isPositive();
    }

    @Test
    void saysHowManyCameWhenMoreWereExpected() {
        assertThatThrownBy(() -> LineCount.perSecond(text(), 4))
                .isInstanceOf(EOFException.class)
                .hasMessage("after 3 of 4 lines nothing more came");
    }

    private static ByteArrayInputStream text() {
        return new ByteArrayInputStream("a\nb\n\n".getBytes(StandardCharsets.US_ASCII));
    }
}
