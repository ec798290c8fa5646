package org.albatross.console.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.albatross.api.Cancellable;
import org.albatross.api.Consoles.Source;
import org.albatross.model.Command;
import org.albatross.model.Name;
import org.albatross.model.Text;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RingConsolesTest {
    private static final Name HELLO = Name.parse("a:hello");
    private static final Path FIFO = Path.of("console");
    private static final Path TAKEN = Path.of("taken");
    private static final Command.Begin ALL = new Command.Begin.Count(Long.MAX_VALUE);
    private static final Command.Begin NONE = new Command.Begin.Count(0);

    private final FakeHost host = new FakeHost();
    private final AtomicLong nanos = new AtomicLong();
    private final List<RingConsoles> started = new ArrayList<>();
    private Path folder;
    private RingConsoles consoles;

    @BeforeEach
    void start(@TempDir Path temporary) throws IOException {
        folder = temporary;
        consoles = another(limits(3));
    }

    @AfterEach
    void stop() throws InterruptedException {
        for (RingConsoles running : started) {
            running.stop();
        }
    }

    @Test
    void sendsHistoryAndThenNewLinesWithoutAGap() throws Exception {
        consoles.add(source(HELLO, 1), 10);
        host.print(FIFO, "one\ntwo\nthree\n");
        FakeSink sink = new FakeSink();

        consoles.subscribe(HELLO, new Command.Begin.Count(2), sink);
        host.print(FIFO, "four\n");

        assertThat(sink.await(4)).containsExactly("subscribed", "two", "three", "four");
    }

    @Test
    void losesAndRepeatsNothingBetweenHistoryAndNewLines() throws Exception {
        consoles.add(source(HELLO, 1), 10);
        List<FakeSink> sinks = new ArrayList<>();
        for (int i = 1; i <= 2000; i++) {
            host.print(FIFO, "line " + i + "\n");
            if (i == 500 || i == 1000) {
                FakeSink sink = new FakeSink();
                sinks.add(sink);
                consoles.subscribe(HELLO, ALL, sink);
            }
        }

        for (FakeSink sink : sinks) {
            List<String> got = sink.await(2001);
            assertThat(got).hasSize(2001);
            for (int i = 1; i <= 2000; i++) {
                assertThat(got.get(i)).isEqualTo("line " + i);
            }
        }
    }

    @Test
    void letsASubscriberWaitForAUnikernelToCome() throws Exception {
        FakeSink sink = new FakeSink();
        consoles.subscribe(HELLO, NONE, sink);
        assertThat(sink.await(1)).containsExactly("waiting for VM");

        consoles.add(source(HELLO, 1), 10);
        host.print(FIFO, "here\n");

        assertThat(sink.await(2)).containsExactly("waiting for VM", "here");
    }

    @Test
    void sendsNoMoreThanTheSinkTakes() throws Exception {
        consoles.add(source(HELLO, 1), 10);
        host.print(FIFO, "one\ntwo\nthree\n");
        FakeSink sink = new FakeSink(1);
        FakeSink other = new FakeSink();

        consoles.subscribe(HELLO, ALL, sink);
        consoles.subscribe(HELLO, ALL, other);
        assertThat(other.await(4)).containsExactly("subscribed", "one", "two", "three");
        assertThat(sink.await(2)).containsExactly("subscribed", "one");
        sink.ready(2);

        assertThat(sink.await(4)).containsExactly("subscribed", "one", "two", "three");
    }

    @Test
    void endsASubscriberThatTheRingHasOvertaken() throws Exception {
        consoles.add(source(HELLO, 1), 10);
        FakeSink never = new FakeSink(1);
        consoles.subscribe(HELLO, ALL, never);
        host.print(FIFO, "first\n");
        assertThat(never.await(2)).containsExactly("subscribed", "first");

        String many = "a line of some length, again and again\n".repeat(1000);
        for (int i = 0; i < 20; i++) {
            host.print(FIFO, many);
        }

        List<String> got = never.await(3);
        assertThat(got).hasSize(3);
        assertThat(got.get(2)).matches("failure: \\d+ lines of a:hello were lost: .*");
        assertThat(consoles.metrics().lost().getCount())
                .isEqualTo(Long.parseLong(got.get(2).replaceAll("\\D+", "")));
    }

    @Test
    void countsRingsSubscribersAndLines() throws Exception {
        consoles.add(source(HELLO, 1), 10);
        FakeSink sink = new FakeSink();
        Cancellable subscription = consoles.subscribe(HELLO, ALL, sink);
        host.print(FIFO, "one\ntwo\nthr");
        assertThat(sink.await(3)).containsExactly("subscribed", "one", "two");
        Cancellable waiting = consoles.subscribe(Name.parse("a:other"), NONE, new FakeSink());

        assertThat(consoles.rings()).isEqualTo(1);
        assertThat(consoles.printing()).isEqualTo(1);
        assertThat(consoles.subscribers()).isEqualTo(2);
        waiting.cancel();
        assertThat(consoles.subscribers()).isEqualTo(1);
        assertThat(consoles.metrics().lines().getCount()).isEqualTo(2);
        assertThat(consoles.metrics().bytes().getCount()).isEqualTo(11);

        host.print(FIFO, "ee");
        consoles.finish(HELLO, 1).toCompletableFuture().get(10, TimeUnit.SECONDS);
        subscription.cancel();

        assertThat(consoles.rings()).isEqualTo(1);
        assertThat(consoles.printing()).isZero();
        assertThat(consoles.subscribers()).isZero();
        assertThat(consoles.metrics().lines().getCount()).isEqualTo(3);
        assertThat(consoles.metrics().bytes().getCount()).isEqualTo(13);
        assertThat(consoles.metrics().lost().getCount()).isZero();
    }

    @Test
    void dropsTheOldestSubscriberForOneTooMany() throws Exception {
        consoles.add(source(HELLO, 1), 10);
        FakeSink oldest = new FakeSink();
        consoles.subscribe(HELLO, NONE, oldest);
        consoles.subscribe(HELLO, NONE, new FakeSink());
        consoles.subscribe(HELLO, NONE, new FakeSink());

        assertThat(oldest.await(2))
                .containsExactly(
                        "subscribed", "failure: at most 2 subscribers may follow a:hello, and a newer one came");
    }

    @Test
    void sendsNothingAfterACancel() throws Exception {
        consoles.add(source(HELLO, 1), 10);
        FakeSink gone = new FakeSink();
        FakeSink there = new FakeSink();
        Cancellable subscription = consoles.subscribe(HELLO, NONE, gone);
        consoles.subscribe(HELLO, NONE, there);
        subscription.cancel();

        host.print(FIFO, "one\n");

        assertThat(there.await(2)).containsExactly("subscribed", "one");
        assertThat(gone.await(1)).containsExactly("subscribed");
    }

    @Test
    void readsToTheEndBeforeItTellsTheWrapper() throws Exception {
        consoles.add(source(HELLO, 17), 10);
        host.fifo(FIFO).write("x".repeat(100_000) + "\nlast words");

        assertThat(finish(17)).map(Text::decoded).contains("last words");

        assertThat(host.written(TAKEN)).contains("17\n");
        assertThat(host.fifo(FIFO).isClosed()).isTrue();
        assertThat(consoles.inactive(org.albatross.model.Path.ROOT)).containsExactly(HELLO);
        assertThat(finish(17)).isEmpty();
    }

    @Test
    void keepsTheRingForTheNextRunOfThatName() throws Exception {
        consoles.add(source(HELLO, 1), 10);
        host.print(FIFO, "first run\n");
        finish(1);
        host.replaceFifo(FIFO);
        FakeSink sink = new FakeSink();
        consoles.subscribe(HELLO, ALL, sink);

        consoles.add(source(HELLO, 2), 10);
        host.print(FIFO, "second run\n");

        assertThat(sink.await(3)).containsExactly("subscribed", "first run", "second run");
        assertThat(finish(2)).map(Text::decoded).contains("second run");
    }

    @Test
    void goesOnWhereAnotherInstanceStopped() throws Exception {
        consoles.add(source(HELLO, 1), 10);
        FakeSink sink = new FakeSink();
        consoles.subscribe(HELLO, NONE, sink);
        host.print(FIFO, "one\ntw");
        assertThat(sink.await(2)).containsExactly("subscribed", "one");
        consoles.stop();
        assertThat(sink.await(3)).endsWith("failure: the console service is stopping; subscribe again");
        host.replaceFifo(FIFO);

        RingConsoles next = another(limits(3));
        next.add(source(HELLO, 1), 10);
        host.print(FIFO, "o\n");
        FakeSink again = new FakeSink();
        next.subscribe(HELLO, ALL, again);

        assertThat(again.await(3)).containsExactly("subscribed", "one", "two");
    }

    @Test
    void addsARunThatIsOpenOnlyOnce() throws Exception {
        consoles.add(source(HELLO, 1), 10);
        consoles.add(source(HELLO, 1), 10);
        host.print(FIFO, "one\n");
        FakeSink sink = new FakeSink();
        consoles.subscribe(HELLO, ALL, sink);

        assertThat(sink.await(2)).containsExactly("subscribed", "one");
    }

    @Test
    void leavesNothingOfAFifoThatCannotBeOpened() throws Exception {
        Source missing = new Source(HELLO, 1, Path.of("missing"), TAKEN, Optional.empty());

        assertThatThrownBy(() -> consoles.add(missing, 10)).isInstanceOf(IOException.class);

        assertThat(folder.resolve("rings")).isEmptyDirectory();
        FakeSink sink = new FakeSink();
        consoles.subscribe(HELLO, ALL, sink);
        assertThat(sink.await(1)).containsExactly("waiting for VM");
    }

    @Test
    void keepsTheRingsOfRunsThatAreYetToBeTakenOver() throws Exception {
        List<Name> names =
                Stream.of("u:1", "u:2", "u:3", "u:4", "u:5").map(Name::parse).toList();
        for (Name name : names) {
            consoles.add(source(name, 1), names.size());
        }
        consoles.stop();

        RingConsoles next = another(limits(0));
        for (Name name : names) {
            next.add(source(name, 1), 0);
        }
        next.finish(names.get(0), 1).toCompletableFuture().get(60, TimeUnit.SECONDS);

        try (Stream<Path> rings = Files.list(folder.resolve("rings"))) {
            assertThat(rings.map(ring -> ring.getFileName().toString()))
                    .containsExactlyInAnyOrder("u:2", "u:3", "u:4", "u:5");
        }
    }

    @Test
    void keepsAsManyRingsAsThePathMay() throws Exception {
        run("a:one", "a:two", "b:other");
        consoles.add(source(HELLO, 1), 2);

        assertThat(inactive()).containsExactly("a:two", "b:other");
    }

    @Test
    void countsTheRingsOfFormerTimesAmongThoseOfThePath() throws Exception {
        run("a:one", "a:two", "b:other");
        consoles.stop();
        consoles = another(limits(3));

        consoles.add(source(HELLO, 1), 2);

        assertThat(inactive()).containsExactly("a:two", "b:other");
    }

    @Test
    void keepsNoInactiveRingWhereNoneMayBe() throws Exception {
        run("a:one", "a:two");
        consoles.add(source(HELLO, 1), 0);

        assertThat(inactive()).isEmpty();
        assertThat(folder.resolve("rings").resolve("a:hello")).exists();
    }

    @Test
    void keepsAsManyInactiveRingsAsTheHostMay() throws Exception {
        run("a:one", "b:two", "c:three", "d:four");

        assertThat(inactive()).containsExactly("b:two", "c:three", "d:four");
        assertThat(folder.resolve("rings").resolve("a:one")).doesNotExist();
    }

    @Test
    void tellsTheReaderOfARingThatGoes() throws Exception {
        run("a:one");
        FakeSink sink = new FakeSink();
        consoles.subscribe(Name.parse("a:one"), NONE, sink);

        consoles.add(source(HELLO, 1), 1);

        assertThat(sink.await(2)).containsExactly("subscribed", "failure: the console of a:one is gone: a: may keep 1");
    }

    @Test
    void findsTheRingsOfFormerTimesAndLeavesStrangeFilesAlone() throws Exception {
        run("a:one");
        Path rings = folder.resolve("rings");
        Files.createFile(rings.resolve("a:half~new"));
        Files.createFile(rings.resolve("Not a name"));
        host.reboot();

        RingConsoles next = another(limits(3));

        assertThat(next.inactive(org.albatross.model.Path.parse("a"))).containsExactly(Name.parse("a:one"));
        assertThat(next.inactive(org.albatross.model.Path.parse("b"))).isEmpty();
        assertThat(rings.resolve("a:half~new")).doesNotExist();
        assertThat(rings.resolve("Not a name")).exists();
    }

    @Test
    void beginsAnewWhereAFileIsNoRing() throws Exception {
        run("a:one");
        Files.writeString(folder.resolve("rings").resolve("a:one"), "rubbish");
        RingConsoles next = another(limits(3));
        FakeSink sink = new FakeSink();

        next.subscribe(Name.parse("a:one"), ALL, sink);

        assertThat(sink.await(1)).containsExactly("subscribed");
    }

    @Test
    void closesAnAbandonedRunWithoutAWord() throws Exception {
        consoles.add(source(HELLO, 1), 10);

        consoles.abandon(HELLO, 1);

        assertThat(host.fifo(FIFO).isClosed()).isTrue();
        assertThat(host.written(TAKEN)).isEmpty();
    }

    private static ConsoleLimits limits(int inactiveRings) {
        return new ConsoleLimits(2, inactiveRings, false, 1);
    }

    private RingConsoles another(ConsoleLimits limits) throws IOException {
        RingConsoles made = new RingConsoles(folder.resolve("rings"), host, limits, new Ticking(), nanos::get);
        started.add(made);
        return made;
    }

    private Optional<Text> finish(long runId) throws Exception {
        return consoles.finish(HELLO, runId).toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private void run(String... names) throws Exception {
        for (String name : names) {
            host.replaceFifo(FIFO);
            consoles.add(source(Name.parse(name), 1), 10);
            host.print(FIFO, "of " + name + "\n");
            consoles.finish(Name.parse(name), 1).toCompletableFuture().get(60, TimeUnit.SECONDS);
        }
        host.replaceFifo(FIFO);
    }

    private List<String> inactive() {
        return consoles.inactive(org.albatross.model.Path.ROOT).stream()
                .map(Name::toString)
                .toList();
    }

    private static Source source(Name name, long runId) {
        return new Source(name, runId, FIFO, TAKEN, Optional.empty());
    }

    /** A clock that is a second later at every look. */
    private static final class Ticking extends Clock {
        private Instant now = Instant.parse("2026-11-22T10:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public synchronized Instant instant() {
            now = now.plusSeconds(1);
            return now;
        }
    }
}
