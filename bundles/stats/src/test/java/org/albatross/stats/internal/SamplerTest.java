package org.albatross.stats.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.albatross.api.Sample;
import org.albatross.threads.PlatformThreads;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SamplerTest {
    private static final Duration SOON = Duration.ofMillis(5);
    private static final Duration NEVER = Duration.ofHours(1);

    private final ScheduledThreadPoolExecutor timer = PlatformThreads.timer("test-stats");
    private final List<Boolean> complete = new CopyOnWriteArrayList<>();
    private final List<Long> began = new CopyOnWriteArrayList<>();
    private volatile boolean broken;

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    private Sample take(boolean whole) throws IOException {
        began.add(System.nanoTime());
        complete.add(whole);
        if (broken) {
            throw new IOException("broken");
        }
        return Runs.sample("round" + complete.size());
    }

    private static final class Looker implements Consumer<Sample> {
        private final List<String> seen = new CopyOnWriteArrayList<>();

        @Override
        public void accept(Sample sample) {
            seen.add(sample.unikernels().get(0).name().brief());
        }
    }

    @Test
    void takesSamplesOnlyWhileSomebodyLooks() throws Exception {
        Sampler sampler = new Sampler(this::take, SOON, timer);
        assertThat(timer.getQueue()).isEmpty();
        assertThat(sampler.latest()).isEmpty();

        Looker looker = new Looker();
        sampler.add(looker, false);
        Runs.await("the third round", () -> looker.seen.size() > 2);
        assertThat(sampler.latest()).isPresent();
        sampler.remove(looker);
        Runs.await("the end of rounds", () -> timer.getQueue().isEmpty() && timer.getActiveCount() == 0);
        assertThat(sampler.latest()).isEmpty();
        long rounds = sampler.rounds();

        sampler.add(looker, false);
        Runs.await("another round", () -> sampler.rounds() > rounds);
    }

    @Test
    void keepsNoSampleOnceNobodyLooks() throws Exception {
        Sampler sampler = new Sampler(this::take, NEVER, timer);
        Looker looker = new Looker();
        sampler.add(looker, false);
        Runs.await("the first round", () -> sampler.latest().isPresent());

        sampler.remove(looker);

        assertThat(sampler.latest()).isEmpty();
    }

    @Test
    void givesANewcomerTheNextSampleAndNoEarlierOne() throws Exception {
        Sampler sampler = new Sampler(this::take, NEVER, timer);
        Looker first = new Looker();
        sampler.add(first, false);
        Runs.await("the first round", () -> first.seen.size() == 1);

        Looker second = new Looker();
        sampler.add(second, false);
        Runs.await("the next one is planned", () -> timer.getQueue().size() == 1);
        assertThat(timer.getQueue().peek()).isInstanceOf(java.util.concurrent.Delayed.class);
        assertThat(((java.util.concurrent.Delayed) timer.getQueue().element()).getDelay(TimeUnit.MINUTES))
                .isBetween(58L, 60L);
        assertThat(second.seen).isEmpty();
    }

    @Test
    void takesNoTwoSamplesWithinOneIntervalHoweverOftenSomebodyComes() throws Exception {
        Sampler sampler = new Sampler(this::take, Duration.ofMillis(40), timer);
        for (int i = 0; i < 200; i++) {
            Looker looker = new Looker();
            sampler.add(looker, false);
            Thread.onSpinWait();
            sampler.remove(looker);
        }
        Looker last = new Looker();
        sampler.add(last, false);
        Runs.await("some rounds", () -> last.seen.size() > 3);
        List<Long> moments = List.copyOf(began);
        for (int i = 1; i < moments.size(); i++) {
            assertThat(moments.get(i) - moments.get(i - 1))
                    .isGreaterThan(Duration.ofMillis(39).toNanos());
        }
    }

    @Test
    void asksForMoreThanUseOnlyWhereSomebodyWantsIt() throws Exception {
        Sampler sampler = new Sampler(this::take, SOON, timer);
        Looker plain = new Looker();
        sampler.add(plain, false);
        Runs.await("two rounds", () -> plain.seen.size() > 1);
        assertThat(complete).containsOnly(false);
        Looker whole = new Looker();
        sampler.add(whole, true);
        Runs.await("a complete round", () -> !whole.seen.isEmpty());
        assertThat(complete).contains(true);
    }

    @Test
    void goesOnWhenNothingCouldBeMeasured() throws Exception {
        Sampler sampler = new Sampler(this::take, SOON, timer);
        Looker looker = new Looker();
        broken = true;
        sampler.add(looker, false);
        Runs.await("three failures", () -> sampler.failures() > 2);
        assertThat(looker.seen).isEmpty();
        broken = false;
        Runs.await("a sample", () -> !looker.seen.isEmpty());
    }

    @Test
    void doesNotBeginTwiceWhenTheLastOneLeavesDuringARoundAndAnotherOneComes() throws Exception {
        CountDownLatch inRound = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Sampler sampler = new Sampler(
                whole -> {
                    inRound.countDown();
                    goOn.await();
                    return take(whole);
                },
                NEVER,
                timer);
        Looker first = new Looker();
        sampler.add(first, false);
        inRound.await();
        sampler.remove(first);
        sampler.add(new Looker(), false);
        goOn.countDown();
        Runs.await("the next round is planned", () -> !timer.getQueue().isEmpty() && timer.getActiveCount() == 0);
        assertThat(timer.getQueue()).hasSize(1);
    }
}
