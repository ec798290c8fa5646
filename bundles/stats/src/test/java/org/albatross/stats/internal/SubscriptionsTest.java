package org.albatross.stats.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.albatross.model.Name;
import org.albatross.threads.PlatformThreads;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SubscriptionsTest {
    private static final StatsLimits LIMITS = new StatsLimits(Duration.ofHours(1), 2, 6, 1, 1);

    private final ScheduledThreadPoolExecutor timer = PlatformThreads.timer("test-stats");
    private final Deque<Runnable> turns = new ArrayDeque<>();
    private final Subscriptions subscriptions =
            new Subscriptions(LIMITS, new Sampler(complete -> Runs.sample("a"), LIMITS.interval(), timer), turns::add);

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    @Test
    void endsOneForEachThatIsTooManyHoweverFastTheyCome() {
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Peer peer = new Peer();
            peers.add(peer);
            subscriptions.begin(Name.parse("a:"), peer);
        }
        subscriptions.begin(Name.parse("a:b"), new Peer());
        assertThat(subscriptions.count()).isEqualTo(3);

        turns.forEach(Runnable::run);

        assertThat(peers).extracting(peer -> peer.told().size()).containsExactly(2, 2, 2, 1, 1);
        assertThat(subscriptions.count()).isEqualTo(3);
    }
}
