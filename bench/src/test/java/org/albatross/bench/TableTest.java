package org.albatross.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void alignsTextLeftAndNumbersRight() {
        Figure short1 = new Figure("info", Unit.MILLISECONDS, Samples.of(List.of(1.0, 2.0, 30.0)), "");
        Figure long1 = new Figure("memory, idle", Unit.MEGABYTES, Samples.of(List.of(128.4)), "mostly code");

        assertThat(Table.of(List.of(short1, long1)))
                .isEqualTo(
                        """
                        figure        unit  n  median   p99   min   max  note
                        info          ms    3    2.00  30.0  1.00  30.0
                        memory, idle  MB    1     128   128   128   128  mostly code
                        """);
    }

    @Test
    void keepsThreeDigitsThatMeanSomething() {
        assertThat(List.of(Table.number(0.1234), Table.number(12.34), Table.number(1234.5)))
                .containsExactly("0.12", "12.3", "1235");
    }
}
