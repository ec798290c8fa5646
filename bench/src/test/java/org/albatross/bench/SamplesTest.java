package org.albatross.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplesTest {
    private static final Samples HUNDRED =
            Samples.of(IntStream.rangeClosed(1, 100).mapToObj(i -> 101.0 - i).toList());

    @Test
    void ordersWhatItIsGiven() {
        assertThat(HUNDRED.least()).isEqualTo(1);
        assertThat(HUNDRED.most()).isEqualTo(100);
        assertThat(HUNDRED.count()).isEqualTo(100);
    }

    @Test
    void takesPercentilesByNearestRank() {
        assertThat(HUNDRED.median()).isEqualTo(50);
        assertThat(HUNDRED.percentile(99)).isEqualTo(99);
        assertThat(HUNDRED.percentile(100)).isEqualTo(100);
    }

    @Test
    void isEveryPercentileOfASingleValue() {
        Samples one = Samples.of(List.of(7.0));

        assertThat(List.of(one.median(), one.percentile(1), one.percentile(99))).containsOnly(7.0);
    }

    @Test
    void joinsTwoSeries() {
        Samples joined = Samples.of(List.of(5.0, 1.0)).and(Samples.of(List.of(3.0)));

        assertThat(joined.count()).isEqualTo(3);
        assertThat(joined.median()).isEqualTo(3);
    }

    @Test
    void refusesNoMeasurementAtAll() {
        assertThatThrownBy(() -> Samples.of(List.of())).hasMessage("nothing was measured");
    }
}
