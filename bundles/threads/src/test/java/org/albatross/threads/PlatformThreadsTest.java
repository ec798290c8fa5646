package org.albatross.threads;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.Thread.UncaughtExceptionHandler;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlatformThreadsTest {
    private static final long SECONDS = 20;

    private record Escaped(String thread, Throwable what) {}

    private final BlockingQueue<Escaped> escaped = new ArrayBlockingQueue<>(10);
    private final Error error = new NoClassDefFoundError("org/albatross/Missing");
    private UncaughtExceptionHandler before;

    @BeforeEach
    void listen() {
        before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, what) -> escaped.add(new Escaped(thread.getName(), what)));
    }

    @AfterEach
    void listenNoMore() {
        Thread.setDefaultUncaughtExceptionHandler(before);
    }

    @Test
    void handsOnWhatEscapesAThread() throws Exception {
        PlatformThreads.thread("one", this::fail).start();

        assertThat(escaped.poll(SECONDS, TimeUnit.SECONDS)).isEqualTo(new Escaped("one", error));
    }

    @Test
    void handsOnWhatEscapesATaskOfAPoolAndGoesOnWithTheNext() throws Exception {
        ExecutorService pool = PlatformThreads.pool("pool", 1);
        CountDownLatch next = new CountDownLatch(1);

        pool.execute(this::fail);
        pool.execute(next::countDown);

        assertThat(escaped.poll(SECONDS, TimeUnit.SECONDS)).isEqualTo(new Escaped("pool-1", error));
        assertThat(next.await(SECONDS, TimeUnit.SECONDS)).isTrue();
        pool.shutdownNow();
    }

    @Test
    void endsNothingForATaskOfAPoolThatFailsByAMistakeOfOurs() throws Exception {
        ExecutorService pool = PlatformThreads.pool("pool", 1);
        CountDownLatch next = new CountDownLatch(1);

        pool.execute(() -> {
            throw new IllegalStateException("a mistake");
        });
        pool.execute(next::countDown);

        assertThat(next.await(SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(escaped).isEmpty();
        pool.shutdownNow();
    }

    @Test
    void handsOnAMistakeThatEscapesAThreadOfItsOwn() throws Exception {
        RuntimeException mistake = new IllegalStateException("a mistake");

        PlatformThreads.thread("one", () -> {
                    throw mistake;
                })
                .start();

        assertThat(escaped.poll(SECONDS, TimeUnit.SECONDS)).isEqualTo(new Escaped("one", mistake));
    }

    @Test
    void handsOnWhatEscapesATaskOfAnUnboundedPool() throws Exception {
        ExecutorService pool = PlatformThreads.unboundedPool("many");

        pool.execute(this::fail);

        assertThat(escaped.poll(SECONDS, TimeUnit.SECONDS)).isEqualTo(new Escaped("many-1", error));
        pool.shutdownNow();
    }

    @Test
    void handsOnWhatEscapesADelayedTaskThoughItsFutureHoldsItToo() throws Exception {
        ScheduledExecutorService timer = PlatformThreads.timer("timer");

        ScheduledFuture<?> once = timer.schedule(this::fail, 1, TimeUnit.MILLISECONDS);
        assertThat(escaped.poll(SECONDS, TimeUnit.SECONDS)).isEqualTo(new Escaped("timer", error));
        ScheduledFuture<?> often = timer.scheduleWithFixedDelay(this::fail, 1, 1, TimeUnit.MILLISECONDS);
        assertThat(escaped.poll(SECONDS, TimeUnit.SECONDS)).isEqualTo(new Escaped("timer", error));

        assertThat(once.isDone() && often.isDone()).isTrue();
        timer.shutdownNow();
    }

    @Test
    void tellsNothingOfATaskThatWasCancelled() throws Exception {
        ScheduledExecutorService timer = PlatformThreads.timer("timer");
        CountDownLatch ran = new CountDownLatch(1);
        ScheduledFuture<?>[] self = new ScheduledFuture<?>[1];

        CountDownLatch known = new CountDownLatch(1);
        self[0] = timer.scheduleWithFixedDelay(
                () -> {
                    await(known);
                    self[0].cancel(false);
                    ran.countDown();
                },
                1,
                1,
                TimeUnit.MILLISECONDS);
        known.countDown();
        assertThat(ran.await(SECONDS, TimeUnit.SECONDS)).isTrue();
        timer.shutdown();

        assertThat(timer.awaitTermination(SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(escaped).isEmpty();
    }

    @Test
    void tellsHowLongATaskHasTaken() throws Exception {
        BlockingQueue<Duration> took = new ArrayBlockingQueue<>(10);
        ExecutorService pool = PlatformThreads.timedPool("pool", 1, took::add);

        pool.execute(this::fail);
        Future<?> other = pool.submit(() -> {});

        other.get(SECONDS, TimeUnit.SECONDS);
        assertThat(took.poll(SECONDS, TimeUnit.SECONDS)).isGreaterThanOrEqualTo(Duration.ZERO);
        pool.shutdown();
        assertThat(pool.awaitTermination(SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(took).hasSize(1);
    }

    @Test
    void dropsWhatComesAfterTheShutdown() {
        ExecutorService pool = PlatformThreads.pool("pool", 1);
        ScheduledExecutorService timer = PlatformThreads.timer("timer");
        pool.shutdown();
        timer.shutdown();

        pool.execute(this::fail);
        timer.execute(this::fail);

        assertThat(escaped).isEmpty();
    }

    private void fail() {
        throw error;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
