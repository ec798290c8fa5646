package org.albatross.console.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.albatross.api.Consoles.Source;
import org.albatross.model.Command;
import org.albatross.model.Name;
import org.albatross.model.Text;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackPressureTest {
    private static final Name FLOOD = Name.parse("a:flood");
    private static final Path FIFO = Path.of("console");
    private static final Path TAKEN = Path.of("taken");
    private static final Command.Begin NONE = new Command.Begin.Count(0);
    private static final int RATE = 256 * 1024;

    /** More than a ring holds, in lines of 67 characters, each 104 bytes of a ring. */
    private static final int LINES = 30_000;

    private final FakeHost host = new FakeHost();
    private final AtomicLong nanos = new AtomicLong();
    private Path folder;
    private RingConsoles consoles;

    @BeforeEach
    void start(@TempDir Path temporary) throws IOException {
        folder = temporary;
        consoles = consoles(true);
        consoles.add(source(1), 10);
    }

    @AfterEach
    void stop() throws InterruptedException {
        consoles.stop();
    }

    @Test
    void losesNoLineOfAFloodForASubscriberThatReads() throws Exception {
        FakeSink sink = subscribe(1);
        host.print(FIFO, lines(1, LINES));
        assertThat(host.fifo(FIFO).isPaused()).isTrue();

        takeAllInPiecesOf(1000, sink);

        assertThat(sink.await(LINES + 1)).containsExactlyElementsOf(expected(LINES));
    }

    @Test
    void losesNoLineOfTheShortestLines() throws Exception {
        FakeSink sink = subscribe(1);
        host.print(FIFO, "x\n".repeat(LINES * 3));
        assertThat(host.fifo(FIFO).isPaused()).isTrue();

        int taken = 1;
        while (taken < LINES * 3) {
            int more = Math.min(5000, LINES * 3 - taken);
            awaitBlocked(sink);
            sink.ready(more);
            taken += more;
            assertThat(sink.await(taken + 1)).hasSizeGreaterThanOrEqualTo(taken + 1);
            awaitBlocked(sink);
            host.read(FIFO);
        }

        assertThat(sink.await(LINES * 3 + 1)).hasSize(LINES * 3 + 1).noneMatch(line -> line.startsWith("failure: "));
    }

    @Test
    void readsOnWhenASubscriberTakesLessThanTheRateAndTellsWhatItLost() throws Exception {
        FakeSink silent = subscribe(1);
        host.print(FIFO, lines(1, LINES));
        awaitBlocked(silent);

        passInterval();

        assertThat(host.fifo(FIFO).isEmpty()).isTrue();
        List<String> got = silent.await(3);
        assertThat(got).hasSize(3);
        assertThat(got.get(2)).matches("failure: \\d+ lines of a:flood were lost: .*");
    }

    @Test
    void waitsForASubscriberThatTakesTheRate() throws Exception {
        FakeSink sink = subscribe(1);
        host.print(FIFO, lines(1, LINES));
        int taken = 1;
        int perInterval = RATE / 10 / 104 + 1;
        for (int interval = 0; interval < 20; interval++) {
            awaitBlocked(sink);
            sink.ready(perInterval);
            taken += perInterval;
            sink.await(taken + 1);
            awaitBlocked(sink);
            passInterval();
        }

        assertThat(sink.await(taken + 1)).containsExactlyElementsOf(expected(taken));
        assertThat(host.fifo(FIFO).isEmpty()).isFalse();
    }

    @Test
    void waitsForASubscriberThatTakesTheRateOfWhatItWasGivenBefore() throws Exception {
        FakeSink sink = subscribe(1);
        long queued = RATE;
        sink.queue(queued);
        host.print(FIFO, lines(1, LINES));
        awaitBlocked(sink);
        for (int interval = 0; interval < 9; interval++) {
            queued -= RATE / 10 + 1;
            sink.queue(queued);
            passInterval();
            assertThat(host.fifo(FIFO).isEmpty()).isFalse();
        }

        passInterval();

        assertThat(host.fifo(FIFO).isEmpty()).isTrue();
    }

    @Test
    void waitsAgainForOneThatHasCaughtUp() throws Exception {
        FakeSink sink = subscribe(1);
        host.print(FIFO, lines(1, 8000));
        awaitBlocked(sink);
        passInterval();
        sink.ready(8000);
        sink.await(8001);
        host.print(FIFO, lines(8001, 8001));
        sink.await(8002);

        host.print(FIFO, lines(8002, 8001 + LINES));

        assertThat(host.fifo(FIFO).isPaused()).isTrue();
        assertThat(sink.await(8002)).noneMatch(line -> line.startsWith("failure: "));
    }

    @Test
    void readsOnWhenTheSubscriberLeaves() throws Exception {
        FakeSink sink = new FakeSink(1);
        var subscription = consoles.subscribe(FLOOD, NONE, sink);
        host.print(FIFO, lines(1, LINES));
        awaitBlocked(sink);
        assertThat(host.fifo(FIFO).isPaused()).isTrue();

        subscription.cancel();

        assertThat(host.fifo(FIFO).isPaused()).isFalse();
    }

    @Test
    void endsARunAtOnceAndStillLosesNoLine() throws Exception {
        FakeSink sink = subscribe(1);
        host.print(FIFO, lines(1, 10_000));
        awaitBlocked(sink);
        host.fifo(FIFO).write(lines(10_001, 20_000));

        Optional<Text> last = consoles.finish(FLOOD, 1).toCompletableFuture().get(60, TimeUnit.SECONDS);

        assertThat(last.map(Text::decoded)).contains(line(20_000));
        assertThat(host.written(TAKEN)).contains("1\n");
        sink.ready(Long.MAX_VALUE);
        assertThat(sink.await(20_001)).containsExactlyElementsOf(expected(20_000));
    }

    @Test
    void endsARunWhosePipeIsFullOfShortLinesAndStillLosesNone() throws Exception {
        int behind = 25_000;
        int all = behind + (1 << 20) / shortLine(behind).length();
        FakeSink sink = subscribe(1);
        host.print(FIFO, shortLines(1, behind));
        awaitBlocked(sink);
        assertThat(host.fifo(FIFO).isPaused()).isTrue();
        host.fifo(FIFO).write(shortLines(behind + 1, all));

        consoles.finish(FLOOD, 1).toCompletableFuture().get(60, TimeUnit.SECONDS);

        sink.ready(Long.MAX_VALUE);
        assertThat(sink.await(all + 1)).hasSize(all + 1).endsWith(shortLine(all).strip());
    }

    @Test
    void keepsTheLinesOfManyRunsForNobodyWhoReadsNone() throws Exception {
        FakeSink silent = subscribe(1);
        for (int run = 1; run <= 3; run++) {
            consoles.add(source(run), 10);
            host.print(FIFO, lines(1, 100));
            awaitBlocked(silent);
            host.fifo(FIFO).write(lines(101, 10_000));
            consoles.finish(FLOOD, run).toCompletableFuture().get(60, TimeUnit.SECONDS);
        }

        List<String> got = silent.await(3);
        assertThat(got).hasSize(3);
        assertThat(got.get(2)).matches("failure: \\d+ lines of a:flood were lost: .*");
    }

    @Test
    void holdsNothingWhenItIsTurnedOff() throws Exception {
        consoles.stop();
        host.replaceFifo(FIFO);
        consoles = consoles(false);
        consoles.add(source(2), 10);
        FakeSink silent = subscribe(1);
        host.print(FIFO, lines(1, 100));
        awaitBlocked(silent);

        host.print(FIFO, lines(101, LINES));

        assertThat(host.fifo(FIFO).isEmpty()).isTrue();
        assertThat(silent.await(3).get(2)).startsWith("failure: ");
    }

    private RingConsoles consoles(boolean hold) throws IOException {
        ConsoleLimits limits = new ConsoleLimits(5, 3, hold, RATE);
        return new RingConsoles(folder.resolve("rings"), host, limits, Clock.systemUTC(), nanos::get);
    }

    private FakeSink subscribe(long room) {
        FakeSink sink = new FakeSink(room);
        consoles.subscribe(FLOOD, NONE, sink);
        return sink;
    }

    /** Lets the time pass after which a fifo that is paused is looked at again. */
    private void passInterval() throws IOException {
        nanos.addAndGet(BackPressure.INTERVAL.toNanos());
        host.fifo(FIFO).resume();
        host.read(FIFO);
    }

    private void takeAllInPiecesOf(int piece, FakeSink sink) throws Exception {
        int taken = 1;
        while (taken < LINES) {
            int more = Math.min(piece, LINES - taken);
            awaitBlocked(sink);
            sink.ready(more);
            taken += more;
            sink.await(taken + 1);
            awaitBlocked(sink);
            host.fifo(FIFO).awaitResumed();
            host.read(FIFO);
        }
    }

    private static void awaitBlocked(FakeSink sink) throws InterruptedException {
        sink.awaitWaiting();
    }

    private static String line(int number) {
        return String.format("line %06d %s", number, ".".repeat(55));
    }

    private static String lines(int first, int last) {
        StringBuilder text = new StringBuilder();
        for (int number = first; number <= last; number++) {
            text.append(line(number)).append('\n');
        }
        return text.toString();
    }

    private static String shortLine(int number) {
        return String.format("line %06d\n", number);
    }

    private static String shortLines(int first, int last) {
        return IntStream.rangeClosed(first, last)
                .mapToObj(BackPressureTest::shortLine)
                .collect(Collectors.joining());
    }

    private static List<String> expected(int lines) {
        List<String> expected = new ArrayList<>();
        expected.add("subscribed");
        for (int number = 1; number <= lines; number++) {
            expected.add(line(number));
        }
        return expected;
    }

    private static Source source(long runId) {
        return new Source(FLOOD, runId, FIFO, TAKEN, Optional.empty());
    }
}
