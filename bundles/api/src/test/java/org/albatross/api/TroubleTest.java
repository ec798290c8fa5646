package org.albatross.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TroubleTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Trouble trouble = new Trouble();

    @Test
    void isToldOnceWhenItBeginsAndOnceWhenItEnds() {
        assertThat(trouble.ends(0)).isFalse();
        assertThat(trouble.begins(1 * SECOND)).isTrue();
        assertThat(trouble.isTold()).isTrue();
        assertThat(trouble.begins(2 * SECOND)).isFalse();
        assertThat(trouble.ends(3 * SECOND)).isTrue();
        assertThat(trouble.isTold()).isFalse();
        assertThat(trouble.ends(4 * SECOND)).isFalse();
    }

    @Test
    void isToldAgainOnceHoweverOftenItComesAndGoes() {
        trouble.begins(0);
        trouble.ends(SECOND);
        assertThat(trouble.begins(2 * SECOND)).isTrue();
        for (int i = 3; i < 1000; i += 2) {
            assertThat(trouble.ends(i * SECOND)).isFalse();
            assertThat(trouble.begins((i + 1) * SECOND)).isFalse();
        }
        assertThat(trouble.ends((1000 + 59) * SECOND)).isFalse();
        assertThat(trouble.ends((1000 + 60) * SECOND)).isTrue();
    }

    @Test
    void isNoLongerTheSameAfterAMinuteWithoutIt() {
        trouble.begins(0);
        trouble.ends(SECOND);
        assertThat(trouble.begins(61 * SECOND)).isTrue();
        assertThat(trouble.ends(62 * SECOND)).isTrue();
    }
}
