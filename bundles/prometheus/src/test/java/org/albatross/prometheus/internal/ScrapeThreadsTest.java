package org.albatross.prometheus.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.albatross.testing.LogLines;
import org.junit.jupiter.api.Test;

class ScrapeThreadsTest {
    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final String BEGIN =
            "WARN A scrape of 127.0.0.1:9 was closed: in 5 s it sent no whole request, or did not take the answer";
    private static final String END = "INFO A scrape of 127.0.0.1:9 was served in time again";

    @Test
    void tellOnceThatScrapesHangAndOnceThatTheyDoNotAnyMore() throws Exception {
        ExecutorService one = Executors.newSingleThreadExecutor();
        ScrapeThreads scrapes = new ScrapeThreads(one, LONGEST, "127.0.0.1:9");
        try (LogLines log = new LogLines("org.albatross.prometheus")) {
            scrapes.submit(() -> {}).get(30, TimeUnit.SECONDS);
            assertThat(log.lines()).isEmpty();

            scrapes.served(LONGEST);
            scrapes.served(LONGEST.plusSeconds(1));
            assertThat(log.lines()).containsExactly(BEGIN);

            scrapes.submit(() -> {}).get(30, TimeUnit.SECONDS);
            one.shutdown();
            assertThat(scrapes.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
            assertThat(log.lines()).containsExactly(BEGIN, END);
        } finally {
            scrapes.shutdownNow();
        }
    }
}
