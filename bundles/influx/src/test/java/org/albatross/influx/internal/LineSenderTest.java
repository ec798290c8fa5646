package org.albatross.influx.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.albatross.testing.LogLines;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LineSenderTest {
    private static final String LINE = "x".repeat(1023) + "\n";

    /** Answers as a test says, one answer for each thing sent. */
    private static final class Scripted implements Destination {
        private final BlockingQueue<Optional<Refused>> answers = new LinkedBlockingQueue<>();
        private final BlockingQueue<String> attempts = new LinkedBlockingQueue<>();
        private volatile boolean away;
        private volatile boolean closed;

        @Override
        public Optional<Refused> send(Chunks.Chunk chunk) throws IOException, InterruptedException {
            boolean fails = away;
            attempts.add(new String(chunk.text(), StandardCharsets.UTF_8));
            if (fails) {
                throw new IOException("is away");
            }
            return answers.take();
        }

        String next() throws InterruptedException {
            return String.valueOf(attempts.poll(30, TimeUnit.SECONDS));
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private final Scripted server = new Scripted();
    private final LineSender sender =
            new LineSender("a server", 100_000, server, Duration.ofMillis(1), Duration.ofMillis(4));

    @AfterEach
    void stop() throws InterruptedException {
        for (int i = 0; i < 10; i++) {
            server.answers.add(Optional.empty());
        }
        sender.stop();
        assertThat(server.closed).isTrue();
    }

    @Test
    void sendsWhatCameTogetherAtOnce() throws InterruptedException {
        sender.add(List.of("1\n", "2\n"));
        sender.add(List.of("3\n"));
        sender.start();

        assertThat(server.next()).isEqualTo("1\n2\n3\n");
    }

    @Test
    void triesAgainUntilTheServerIsBackAndLosesNothing() throws InterruptedException {
        server.away = true;
        sender.start();
        sender.add(List.of("1\n"));
        for (int i = 0; i < 5; i++) {
            assertThat(server.next()).isEqualTo("1\n");
        }
        assertThat(sender.trouble()).hasValueSatisfying(trouble -> assertThat(trouble)
                .startsWith("a server does not take lines, which wait until it does"));
        sender.add(List.of("2\n"));
        server.answers.add(Optional.empty());
        server.away = false;

        String sent = server.next();
        while (sent.equals("1\n")) {
            sent = server.next();
        }
        assertThat(sent).isEqualTo("2\n");
        assertThat(sender.dropped()).isZero();
        server.answers.add(Optional.empty());
        sender.add(List.of("3\n"));
        assertThat(server.next()).isEqualTo("3\n");
        assertThat(sender.trouble()).isEmpty();
    }

    /** Attempts of a sender whose pauses the test lets pass, one by one. */
    private static final class Pauses implements LineSender.Pause {
        private final BlockingQueue<Duration> asked = new LinkedBlockingQueue<>();
        private final BlockingQueue<Boolean> passed = new LinkedBlockingQueue<>();

        @Override
        public boolean await(Duration time) throws InterruptedException {
            asked.add(time);
            return passed.take();
        }

        long next() throws InterruptedException {
            Duration time = asked.poll(30, TimeUnit.SECONDS);
            return time == null ? -1 : time.toSeconds();
        }
    }

    private LineSender sender(Pauses pauses) {
        return new LineSender(
                "a server",
                new Chunks(100_000),
                server,
                Duration.ofSeconds(1),
                Duration.ofSeconds(60),
                Optional.of(pauses));
    }

    @Test
    void triesAgainAfterPausesThatDoubleUpToTheLongestAndBeginAnew() throws InterruptedException {
        Pauses pauses = new Pauses();
        LineSender other = sender(pauses);
        server.away = true;
        other.start();
        other.add(List.of("1\n"));

        for (long seconds : new long[] {1, 2, 4, 8, 16, 32, 60, 60}) {
            assertThat(pauses.next()).isEqualTo(seconds);
            pauses.passed.add(false);
        }
        assertThat(pauses.next()).isEqualTo(60);
        server.away = false;
        server.answers.add(Optional.empty());
        for (int i = 0; i < 9; i++) {
            assertThat(server.next()).isEqualTo("1\n");
        }
        pauses.passed.add(false);
        assertThat(server.next()).isEqualTo("1\n");
        server.away = true;
        other.add(List.of("2\n"));
        assertThat(server.next()).isEqualTo("2\n");

        assertThat(pauses.next()).isEqualTo(1);
        pauses.passed.add(true);
        other.stop();
        server.away = false;
        sender.start();
    }

    @Test
    void logsALineWhenTroubleBeginsAndOneWhenItEnds() throws InterruptedException {
        try (LogLines log = new LogLines("org.albatross.influx")) {
            Pauses pauses = new Pauses();
            LineSender other = sender(pauses);
            server.away = true;
            other.start();
            other.add(List.of("1\n"));
            for (int i = 0; i < 3; i++) {
                pauses.next();
                assertThat(log.lines()).hasSize(1);
                pauses.passed.add(false);
            }
            pauses.next();
            server.away = false;
            server.answers.add(Optional.of(new Destination.Refused(1, "is not a line")));
            server.answers.add(Optional.of(new Destination.Refused(1, "is not a line either")));
            pauses.passed.add(false);
            for (int i = 0; i < 5; i++) {
                server.next();
            }
            other.add(List.of("2\n"));
            server.next();
            server.answers.add(Optional.empty());
            other.add(List.of("3\n"));
            server.next();
            server.answers.add(Optional.empty());
            other.add(List.of("4\n"));
            server.next();
            server.away = true;
            other.add(List.of("5\n"));
            pauses.next();

            assertThat(log.lines()).hasSize(3);
            assertThat(log.lines().get(0))
                    .isEqualTo("WARN a server does not take lines, which wait until it does, the oldest going when "
                            + "there is no room: is away");
            assertThat(log.lines().get(1))
                    .matches("INFO a server takes lines again after \\d s; 0 were dropped meanwhile, 2 refused");
            assertThat(log.lines().get(2)).startsWith("WARN a server does not take lines");
            pauses.passed.add(true);
            other.stop();
        }
        server.away = false;
        sender.start();
    }

    @Test
    void keepsTheLatestWhenThereIsNoRoomAndCountsTheOthers() throws InterruptedException {
        server.away = true;
        sender.start();
        sender.add(List.of("first\n"));
        assertThat(server.next()).isEqualTo("first\n");
        for (int i = 0; i < 200; i++) {
            sender.add(List.of(LINE));
        }

        assertThat(sender.waitingBytes()).isLessThanOrEqualTo(100_000);
        assertThat(sender.dropped()).isBetween(110L, 199L);
        long kept = 200 - sender.dropped();
        server.away = false;
        server.answers.add(Optional.empty());
        server.answers.add(Optional.empty());
        String sent = server.next();
        while (sent.equals("first\n")) {
            sent = server.next();
        }
        assertThat(sent).hasSize((int) kept * LINE.length());
    }

    @Test
    void countsWhatTheServerRefusesAndGoesOn() throws InterruptedException {
        sender.start();
        server.answers.add(Optional.of(new Destination.Refused(1, "is not a line")));
        sender.add(List.of("1\n", "2\n"));
        assertThat(server.next()).isEqualTo("1\n2\n");
        sender.add(List.of("3\n"));

        assertThat(server.next()).isEqualTo("3\n");
        assertThat(sender.refused()).isEqualTo(1);
        assertThat(sender.sent()).isEqualTo(1);
    }

    @Test
    void logsAServerThatRefusesEveryOtherTimeAsOneTrouble() throws InterruptedException {
        try (LogLines log = new LogLines("org.albatross.influx")) {
            sender.start();
            for (int i = 0; i < 50; i++) {
                sender.add(List.of("1\n"));
                server.answers.add(Optional.of(new Destination.Refused(1, "is not a line")));
                server.next();
                sender.add(List.of("2\n"));
                server.answers.add(Optional.empty());
                server.next();
            }
            sender.add(List.of("3\n"));
            server.next();

            assertThat(log.lines()).extracting(line -> line.substring(0, 4)).containsExactly("WARN", "INFO", "WARN");
        }
    }

    @Test
    void sendsInPiecesThatAServerTakes() throws InterruptedException {
        for (int i = 0; i < 12_000; i++) {
            sender.add(List.of("1\n"));
        }
        assertThat(sender.dropped()).isPositive();
        LineSender wide = new LineSender("a server", 8 << 20, server, Duration.ofMillis(1), Duration.ofMillis(4));
        wide.add(java.util.Collections.nCopies(12_000, "1\n"));
        wide.add(java.util.Collections.nCopies(400, LINE));
        wide.start();
        for (int i = 0; i < 5; i++) {
            server.answers.add(Optional.empty());
        }

        assertThat(server.next()).hasLineCount(Chunks.BATCH_LINES);
        assertThat(server.next()).hasLineCount(Chunks.BATCH_LINES);
        assertThat(server.next()).hasLineCount(2000);
        assertThat(server.next()).hasSizeLessThanOrEqualTo(Chunks.BATCH_BYTES);
        wide.stop();
    }

    @Test
    void endsAtOnceWhileTheServerIsAway() throws InterruptedException {
        LineSender other = new LineSender("a server", 100_000, server, Duration.ofMinutes(1), Duration.ofMinutes(1));
        server.away = true;
        other.start();
        other.add(List.of("1\n"));
        assertThat(server.next()).isEqualTo("1\n");
        long begin = System.nanoTime();

        other.stop();

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(4));
        server.away = false;
        sender.start();
    }
}
