package org.albatross.jmx.internal.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StrangersRequestsTest {
    @Test
    void letsAsManyComeInAMinuteAndNoMore() {
        StrangersRequests requests = new StrangersRequests(0);
        for (int i = 0; i < StrangersRequests.MOST; i++) {
            assertThat(requests.take()).isTrue();
        }
        assertThat(requests.take()).isFalse();
        requests.look(Duration.ofSeconds(59).toNanos());
        assertThat(requests.take()).isFalse();
        requests.look(Duration.ofSeconds(60).toNanos());
        assertThat(requests.take()).isTrue();
    }
}
