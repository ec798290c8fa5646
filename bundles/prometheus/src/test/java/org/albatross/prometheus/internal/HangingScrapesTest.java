package org.albatross.prometheus.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.albatross.testing.LogLines;
import org.junit.jupiter.api.Test;

class HangingScrapesTest {
    private static final Duration LONGEST = Duration.ofSeconds(5);

    @Test
    void areToldOnceAndOnceAgainWhenTheyAreOver() {
        HangingScrapes scrapes = new HangingScrapes(LONGEST, "127.0.0.1:9");
        try (LogLines log = new LogLines("org.albatross.prometheus")) {
            scrapes.served(Duration.ofSeconds(4));
            assertThat(log.lines()).isEmpty();

            scrapes.served(LONGEST);
            scrapes.served(LONGEST.plusSeconds(1));
            scrapes.served(Duration.ZERO);
            scrapes.served(Duration.ZERO);

            assertThat(log.lines())
                    .containsExactly(
                            "WARN A scrape of 127.0.0.1:9 was closed: in 5 s it sent no whole request, or did not take the"
                                    + " answer",
                            "INFO A scrape of 127.0.0.1:9 was served in time again");
        }
    }
}
