package org.albatross.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.albatross.model.Refusal;
import org.junit.jupiter.api.Test;

class ServiceGateTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final List<String> happened = new ArrayList<>();
    private final Queue<Runnable> later = new ArrayDeque<>();
    private final ServiceGate<String> gate = new ServiceGate<>("the service", LONG);

    /** Notes what becomes of it. */
    private class Noted implements ServiceGate.Call<String> {
        private final String name;

        Noted(String name) {
            this.name = name;
        }

        @Override
        public Cancellable begin(String service) {
            happened.add(name + " by " + service);
            return () -> happened.add(name + " cancelled in " + service);
        }

        @Override
        public void fail(Refusal refusal) {
            happened.add(name + ": " + refusal.message());
        }

        @Override
        public void forget() {
            happened.add(name + " forgotten");
        }
    }

    private Cancellable submit(ServiceGate<String> to, String name) {
        return to.submit(later::add, new Noted(name));
    }

    private void runLater() {
        for (Runnable task = later.poll(); task != null; task = later.poll()) {
            task.run();
        }
    }

    @Test
    void handsACallInAtOnceWhileThereIsAService() {
        gate.open("a");
        Cancellable call = submit(gate, "one");
        assertThat(happened).containsExactly("one by a");
        call.cancel();
        assertThat(happened).containsExactly("one by a", "one cancelled in a");
    }

    @Test
    void letsCallsWaitForTheNextServiceAndHandsThemInByTheirExecutor() {
        gate.open("a");
        gate.close("a");
        submit(gate, "one");
        submit(gate, "two");
        assertThat(happened).isEmpty();

        gate.open("b");
        assertThat(happened).isEmpty();
        runLater();
        assertThat(happened).containsExactly("one by b", "two by b");
    }

    @Test
    void letsACallWaitOnWhoseServiceHasGoneAgainMeanwhile() {
        submit(gate, "one");
        gate.open("a");
        gate.close("a");
        runLater();
        assertThat(happened).isEmpty();

        gate.open("b");
        runLater();
        assertThat(happened).containsExactly("one by b");
    }

    @Test
    void keepsTheServiceThatCameBeforeTheOtherLeft() {
        gate.open("a");
        gate.open("b");
        gate.close("a");
        submit(gate, "one");
        assertThat(happened).containsExactly("one by b");
    }

    @Test
    void refusesWhatHasWaitedTooLongAndForgetsWhatWasCancelled() {
        ServiceGate<String> impatient = new ServiceGate<>("the service", Duration.ZERO);
        submit(impatient, "one");
        submit(impatient, "two").cancel();
        assertThat(happened).containsExactly("two forgotten");

        impatient.expire();
        impatient.open("a");
        runLater();
        assertThat(happened)
                .containsExactly(
                        "two forgotten",
                        "one: the service is being replaced and did not come back within 0 s; ask again");
        gate.expire();
    }

    @Test
    void refusesNothingBeforeItsTime() {
        submit(gate, "one");
        gate.expire();
        assertThat(happened).isEmpty();
    }

    @Test
    void forgetsACallThatWasCancelledOnItsWay() {
        Cancellable call = submit(gate, "one");
        gate.open("a");
        call.cancel();
        runLater();
        assertThat(happened).containsExactly("one forgotten");
    }

    @Test
    void refusesWhatWaitsWhenItStops() {
        submit(gate, "one");
        gate.stop(new Refusal.Unavailable("stopping"));
        assertThat(happened).containsExactly("one: stopping");
    }

    @Test
    void failsACallThatItsServiceThrowsAt() {
        gate.open("a");
        assertThatIllegalStateException()
                .isThrownBy(() -> gate.submit(later::add, new Noted("one") {
                    @Override
                    public Cancellable begin(String service) {
                        throw new IllegalStateException("a mistake");
                    }
                }));
        assertThat(happened).containsExactly("one: internal error: the service has failed");
        gate.close("a");
    }

    @Test
    void closesOnlyWhenNoCallIsRunningInTheService() throws Exception {
        gate.open("a");
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        CompletableFuture<Void> call = CompletableFuture.runAsync(() -> gate.submit(later::add, new Noted("one") {
            @Override
            public Cancellable begin(String service) {
                running.countDown();
                await(released);
                return super.begin(service);
            }
        }));
        await(running);
        CompletableFuture<Void> closed =
                CompletableFuture.runAsync(() -> gate.close("a")).thenRun(() -> happened.add("closed"));
        released.countDown();
        call.get(60, TimeUnit.SECONDS);
        closed.get(60, TimeUnit.SECONDS);
        assertThat(happened).containsExactly("one by a", "closed");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void handsNothingToAServiceThatHasLeftHoweverManyCallWhileServicesComeAndGo() throws Exception {
        ServiceGate<AtomicInteger> busy = new ServiceGate<>("the service", LONG);
        AtomicInteger used = new AtomicInteger();
        List<CompletableFuture<Void>> callers = new ArrayList<>();
        for (int caller = 0; caller < 4; caller++) {
            callers.add(CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 2000; i++) {
                    perform(busy, used);
                }
            }));
        }
        CompletableFuture<Void> all = CompletableFuture.allOf(callers.toArray(CompletableFuture[]::new));
        do {
            AtomicInteger service = new AtomicInteger();
            busy.open(service);
            busy.close(service);
            int atClose = service.getAndSet(Integer.MIN_VALUE);
            assertThat(atClose).isNotNegative();
            assertThat(service.get()).isEqualTo(Integer.MIN_VALUE);
        } while (!all.isDone() && used.get() < 4000);
        busy.open(new AtomicInteger());
        all.get(60, TimeUnit.SECONDS);
        assertThat(used).hasValue(8000);
    }

    private static void perform(ServiceGate<AtomicInteger> busy, AtomicInteger used) {
        try {
            Optional<Integer> count = busy.perform(LONG, service -> {
                used.incrementAndGet();
                return service.incrementAndGet();
            });
            assertThat(count).isPresent();
            assertThat(count.get()).as("uses of a service that has not left").isPositive();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void tellsWhoWaitsOnAThreadThatNoServiceCame() throws Exception {
        assertThat(gate.perform(Duration.ofMillis(1), service -> service)).isEmpty();
        assertThat(gate.performNow(service -> service)).isEmpty();
        gate.open("a");
        assertThat(gate.performNow(service -> service)).contains("a");
    }
}
