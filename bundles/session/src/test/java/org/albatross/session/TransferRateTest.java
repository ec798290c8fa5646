package org.albatross.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TransferRateTest {
    private static final Duration GRACE = Duration.ofSeconds(90);
    private static final long RATE = 1000;

    private final TransferRate rate = new TransferRate();
    private final long begin = System.nanoTime();

    private void tick(int seconds, boolean peersTurn) {
        rate.tick(begin + Duration.ofSeconds(seconds).toNanos(), peersTurn);
    }

    @Test
    void isTooSlowWhenAByteComesNowAndThen() {
        for (int second = 0; second < 89; second++) {
            rate.moved(1);
            tick(second, true);
            assertThat(rate.isBelow(RATE, GRACE)).as("after %d s", second).isFalse();
        }
        tick(92, true);

        assertThat(rate.isBelow(RATE, GRACE)).isTrue();
        assertThat(rate.pauses(Duration.ofSeconds(5))).isFalse();
    }

    @Test
    void isFastEnoughForAsLongAsItTakes() {
        for (int second = 0; second < 10_000; second++) {
            rate.moved(RATE);
            tick(second, true);
        }

        assertThat(rate.isBelow(RATE, GRACE)).isFalse();
    }

    @Test
    void doesNotCountWhatThePeerHadToWait() {
        tick(10_000, false);
        tick(10_002, true);

        assertThat(rate.isBelow(RATE, GRACE)).isFalse();
        assertThat(rate.pauses(Duration.ofSeconds(5))).isFalse();
        assertThat(rate.hasWaited(Duration.ofSeconds(1))).isTrue();
    }
}
