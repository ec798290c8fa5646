package org.albatross.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final Duration GRACE = Duration.ofSeconds(90);
    private static final long RATE = 1000;

    private final Pace pace = new Pace();
    private final long begin = System.nanoTime();

    private void tick(int seconds, boolean peersTurn) {
        pace.tick(begin + Duration.ofSeconds(seconds).toNanos(), peersTurn);
    }

    @Test
    void isTooSlowWhenAByteComesNowAndThen() {
        for (int second = 0; second < 89; second++) {
            pace.moved(1);
            tick(second, true);
            assertThat(pace.isBelow(RATE, GRACE)).as("after %d s", second).isFalse();
        }
        tick(92, true);

        assertThat(pace.isBelow(RATE, GRACE)).isTrue();
        assertThat(pace.pauses(Duration.ofSeconds(5))).isFalse();
    }

    @Test
    void isFastEnoughForAsLongAsItTakes() {
        for (int second = 0; second < 10_000; second++) {
            pace.moved(RATE);
            tick(second, true);
        }

        assertThat(pace.isBelow(RATE, GRACE)).isFalse();
    }

    @Test
    void doesNotCountWhatThePeerHadToWait() {
        tick(10_000, false);
        tick(10_002, true);

        assertThat(pace.isBelow(RATE, GRACE)).isFalse();
        assertThat(pace.pauses(Duration.ofSeconds(5))).isFalse();
        assertThat(pace.hasWaited(Duration.ofSeconds(1))).isTrue();
    }
}
