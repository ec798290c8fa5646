package org.albatross.stats.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.albatross.host.ProcessId;
import org.albatross.model.Name;
import org.junit.jupiter.api.Test;

class RunFeedTest {
    private final Targets targets = new Targets(0);
    private final Deque<Runnable> turns = new ArrayDeque<>();
    private final AtomicInteger gone = new AtomicInteger();

    private RunFeed feed(Peer peer) {
        RunFeed feed = new RunFeed(targets, peer, turns::add, same -> gone.incrementAndGet());
        feed.wake();
        run();
        return feed;
    }

    private void run() {
        while (!turns.isEmpty()) {
            turns.remove().run();
        }
    }

    private void began(String name, long runId) {
        targets.began(Runs.run(name, runId, new ProcessId(100 + runId, 1)));
    }

    @Test
    void tellsWhatRunsThenEachChange() {
        began("a:one", 1);
        Peer peer = new Peer();
        RunFeed feed = feed(peer);
        assertThat(peer.told()).containsExactly("add a:one 101");

        began("two", 2);
        feed.wake();
        run();
        targets.ended(Name.parse("a:one"), 1);
        feed.wake();
        run();
        feed.wake();
        run();
        assertThat(peer.told()).containsExactly("add a:one 101", "add :two 102", "remove a:one");
    }

    @Test
    void removesBeforeItAddsAnotherRunOfTheSameName() {
        began("one", 1);
        Peer peer = new Peer();
        RunFeed feed = feed(peer);
        targets.ended(Name.parse("one"), 1);
        began("one", 2);
        feed.wake();
        run();

        assertThat(peer.told()).containsExactly("add :one 101", "remove :one", "add :one 102");
    }

    @Test
    void neverAddsWhatThePeerKnows() {
        began("one", 1);
        Peer peer = new Peer();
        RunFeed feed = feed(peer);
        targets.replaceRuns(List.of(Runs.run("one", 1, new ProcessId(101, 1))));
        feed.wake();
        run();

        assertThat(peer.told()).containsExactly("add :one 101");
    }

    @Test
    void tellsAPeerThatIsSlowWhatRunsByThenAndNothingThatHasPassed() {
        began("one", 1);
        Peer peer = new Peer(1);
        RunFeed feed = feed(peer);
        for (int runId = 2; runId < 1000; runId++) {
            began("one", runId);
            feed.wake();
            run();
        }
        assertThat(peer.told()).containsExactly("add :one 101");

        peer.take(9);
        run();
        assertThat(peer.told()).containsExactly("add :one 101", "remove :one", "add :one 1099");
    }

    @Test
    void endsWhateverIsUnderWay() {
        began("one", 1);
        began("two", 2);
        Peer peer = new Peer(1);
        RunFeed feed = feed(peer);
        feed.end();
        run();
        feed.wake();
        run();

        assertThat(peer.told()).containsExactly("add :one 101", "end");
        assertThat(gone).hasValue(1);
    }
}
