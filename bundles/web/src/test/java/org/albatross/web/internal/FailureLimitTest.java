package org.albatross.web.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FailureLimitTest {
    private final AtomicLong now = new AtomicLong();
    private final FailureLimit limit = new FailureLimit(now::get);

    @Test
    void letsOneWaitUntilAMinuteAfterTheFirstFailure() {
        for (int i = 0; i < FailureLimit.MOST; i++) {
            assertThat(limit.wait("a")).isEmpty();
            limit.failed("a");
            now.addAndGet(1_000_000_000L);
        }
        assertThat(limit.wait("a")).hasValue(56);
        assertThat(limit.wait("b")).isEmpty();
        now.addAndGet(55_000_000_000L);
        assertThat(limit.wait("a")).isEmpty();
        limit.failed("a");
        assertThat(limit.wait("a")).isEmpty();
    }

    @Test
    void forgetsTheOldestOfMany() {
        for (int i = 0; i < FailureLimit.MOST; i++) {
            limit.failed("first");
        }
        for (int i = 0; i < FailureLimit.MOST_KNOWN; i++) {
            limit.failed("other " + i);
        }
        assertThat(limit.wait("first")).isEmpty();
    }
}
