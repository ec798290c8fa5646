package org.albatross.stats.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.albatross.api.Cancellable;
import org.albatross.model.Name;
import org.albatross.threads.PlatformThreads;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SubscriptionsTest {
    private final ScheduledThreadPoolExecutor timer = PlatformThreads.timer("test-stats");
    private final Queue<Runnable> turns = new ConcurrentLinkedQueue<>();

    private Subscriptions subscriptions(int perName) {
        StatsLimits limits = new StatsLimits(Duration.ofHours(1), perName, 6, 1, 1);
        return new Subscriptions(
                limits, new Sampler(complete -> Runs.sample("a"), limits.interval(), timer), turns::add);
    }

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    @Test
    void refusesOneTooManySoThatNobodyIsDisplaced() {
        Subscriptions subscriptions = subscriptions(2);
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            peers.add(new Peer());
        }
        Cancellable first = subscriptions.begin(Name.parse("a:"), peers.get(0));
        subscriptions.begin(Name.parse("a:"), peers.get(1));
        subscriptions.begin(Name.parse("a:b"), new Peer());

        subscriptions.begin(Name.parse("a:"), peers.get(2));

        assertThat(subscriptions.count()).isEqualTo(3);
        assertThat(peers.get(2).told())
                .containsExactly(
                        "at most 2 may subscribe to the statistics of a: at once, and as many do; try again later");
        first.cancel();
        Peer next = new Peer();
        subscriptions.begin(Name.parse("a:"), next);
        assertThat(next.told()).containsExactly("subscribed");
    }

    @Test
    void endsTheFormerOneWhereOneAloneMaySubscribeHoweverFastTheyCome() {
        Subscriptions subscriptions = subscriptions(1);
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Peer peer = new Peer();
            peers.add(peer);
            subscriptions.begin(Name.parse("a:"), peer);
        }
        subscriptions.begin(Name.parse("a:b"), new Peer());
        assertThat(subscriptions.count()).isEqualTo(2);

        turns.forEach(Runnable::run);

        assertThat(peers).extracting(peer -> peer.told().size()).containsExactly(2, 2, 2, 2, 1);
        assertThat(peers.get(0).told())
                .endsWith("another one has subscribed to the statistics of a:, to which one alone may subscribe");
        assertThat(subscriptions.count()).isEqualTo(2);
    }
}
