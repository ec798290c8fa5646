package org.albatross.stats.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import org.albatross.api.Sample;
import org.albatross.model.Name;
import org.albatross.model.Refusal;
import org.albatross.testing.LogLines;
import org.junit.jupiter.api.Test;

class SubscriptionTest {
    private static final Sample THREE = Runs.sample("a:one", "a:two", "b:three");

    private final Deque<Runnable> turns = new ArrayDeque<>();
    private final AtomicInteger gone = new AtomicInteger();

    private Subscription subscription(String name, Peer peer) {
        return new Subscription(Name.parse(name), peer, 6, turns::add, same -> gone.incrementAndGet());
    }

    private void run() {
        while (!turns.isEmpty()) {
            turns.remove().run();
        }
    }

    @Test
    void sendsWhatIsAtOrBelowTheNameLessItsPath() {
        Peer ofRoot = new Peer();
        subscription(":", ofRoot).offer(THREE);
        Peer ofPath = new Peer();
        subscription("a:", ofPath).offer(THREE);
        Peer ofName = new Peer();
        subscription("a:two", ofName).offer(THREE);
        Peer ofNothing = new Peer();
        subscription("c:", ofNothing).offer(THREE);
        run();

        assertThat(ofRoot.told()).containsExactly("a:one", "a:two", "b:three");
        assertThat(ofPath.told()).containsExactly(":one", ":two");
        assertThat(ofName.told()).containsExactly("a:two");
        assertThat(ofNothing.told()).isEmpty();
        assertThat(gone).hasValue(0);
    }

    @Test
    void missesSamplesWhileAnEarlierOneIsNotTakenAndGoesOnThen() {
        Peer peer = new Peer(1);
        Subscription subscription = subscription(":", peer);
        subscription.offer(THREE);
        run();
        for (int round = 0; round < 5; round++) {
            subscription.offer(Runs.sample("missed"));
            run();
        }
        assertThat(peer.told()).containsExactly("a:one");

        peer.take(8);
        run();
        assertThat(peer.told()).containsExactly("a:one", "a:two", "b:three");
        for (int round = 0; round < 7; round++) {
            subscription.offer(Runs.sample("next"));
            run();
        }
        assertThat(peer.told()).hasSize(9).endsWith(":next", ":next");
        assertThat(peer.isWaitedFor()).isTrue();

        for (int round = 0; round < 5; round++) {
            subscription.offer(Runs.sample("missed"));
            run();
        }
        assertThat(gone).as("only samples that are missed in a row count").hasValue(0);
    }

    @Test
    void isOverWhenItsSinkFails() {
        Peer full = new Peer(0);
        Subscription subscription = subscription(":", full);
        subscription.offer(THREE);

        assertThatThrownBy(this::run).isInstanceOf(AssertionError.class);

        assertThat(gone).hasValue(1);
        subscription.offer(THREE);
        assertThat(turns).isEmpty();
    }

    @Test
    void isGivenUpAfterSixMissedSamples() {
        Peer peer = new Peer(1);
        Subscription subscription = subscription(":", peer);
        subscription.offer(THREE);
        run();
        for (int round = 0; round < 6; round++) {
            assertThat(gone).hasValue(0);
            subscription.offer(THREE);
            run();
        }

        assertThat(gone).hasValue(1);
        assertThat(peer.told())
                .containsExactly(
                        "a:one", "6 samples in a row were not taken: the statistics of : end here; subscribe again");
        peer.take(9);
        subscription.offer(THREE);
        run();
        assertThat(peer.told()).hasSize(2);
    }

    @Test
    void tellsTheLogWhenSamplesAreMissedAndWhenTheyAreTakenAgain() {
        try (LogLines log = new LogLines("org.albatross.stats")) {
            Peer peer = new Peer(1);
            Subscription subscription = subscription("a:", peer);
            for (int round = 0; round < 4; round++) {
                subscription.offer(THREE);
                run();
            }
            assertThat(log.lines())
                    .containsExactly(
                            "WARN A subscriber of the statistics of a: does not take them, and is given up after 6"
                                    + " samples");

            peer.take(9);
            run();
            subscription.offer(THREE);
            run();
            subscription.offer(THREE);
            run();
            assertThat(log.lines())
                    .hasSize(2)
                    .last()
                    .isEqualTo(
                            "INFO A subscriber of the statistics of a: takes them again; samples that it has missed: 3");
        }
    }

    @Test
    void tellsTheLogWhomItGivesUp() {
        try (LogLines log = new LogLines("org.albatross.stats")) {
            Subscription subscription = subscription(":", new Peer(1));
            subscription.offer(THREE);
            run();
            for (int round = 0; round < 8; round++) {
                subscription.offer(THREE);
                run();
            }

            assertThat(log.lines())
                    .hasSize(2)
                    .last()
                    .isEqualTo("WARN A subscriber of the statistics of : was given up");
        }
    }

    @Test
    void saysNothingToWhoHasGone() {
        Peer peer = new Peer();
        Subscription subscription = subscription(":", peer);
        subscription.offer(THREE);
        subscription.cancel();
        subscription.cancel();
        subscription.fail(new Refusal.BrokenOff("late"));
        subscription.offer(THREE);
        run();

        assertThat(peer.told()).isEmpty();
        assertThat(gone).hasValue(1);
    }

    @Test
    void endsOnceWhateverIsUnderWay() {
        Peer peer = new Peer(1);
        Subscription subscription = subscription(":", peer);
        subscription.offer(THREE);
        run();
        subscription.end();
        subscription.fail(new Refusal.BrokenOff("late"));
        run();

        assertThat(peer.told()).containsExactly("a:one", "end");
        assertThat(gone).hasValue(1);
    }
}
