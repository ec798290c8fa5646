package org.albatross.prometheus.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.albatross.testing.LogLines;
import org.junit.jupiter.api.Test;

class HangingScrapesTest {
    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final String BEGUN =
            "WARN A scrape of 127.0.0.1:9 was closed: in 5 s it sent no whole request, or did not take the answer";
    private static final String ENDED = "INFO Scrapes of 127.0.0.1:9 are served in time again";

    private final AtomicLong now = new AtomicLong();
    private final HangingScrapes scrapes = new HangingScrapes(LONGEST, "127.0.0.1:9", now::get);

    @Test
    void areToldOnceAndOnceAgainWhenTheyAreOver() {
        try (LogLines log = new LogLines("org.albatross.prometheus")) {
            scrapes.served(Duration.ofSeconds(4));
            assertThat(log.lines()).isEmpty();

            scrapes.served(LONGEST);
            scrapes.served(LONGEST.plusSeconds(1));
            scrapes.served(Duration.ZERO);
            scrapes.served(Duration.ZERO);

            assertThat(log.lines()).containsExactly(BEGUN, ENDED);
        }
    }

    @Test
    void ofOnePeerAreOneTroubleThoughOthersAreServedInTime() {
        try (LogLines log = new LogLines("org.albatross.prometheus")) {
            for (int i = 0; i < 100; i++) {
                now.addAndGet(LONGEST.toNanos());
                scrapes.served(LONGEST);
                scrapes.served(Duration.ZERO);
            }
            assertThat(log.lines()).containsExactly(BEGUN, ENDED, BEGUN);

            now.addAndGet(Duration.ofMinutes(1).toNanos());
            scrapes.served(Duration.ZERO);

            assertThat(log.lines()).containsExactly(BEGUN, ENDED, BEGUN, ENDED);
        }
    }
}
