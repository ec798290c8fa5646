package org.albatross.threads;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RelaysTest {
    private final Relays<Consumer<String>> relays = new Relays<>("albatross-events", "events", 2);
    private final BlockingQueue<String> got = new LinkedBlockingQueue<>();

    @AfterEach
    void stop() {
        relays.stop();
    }

    private void tell(String event) {
        relays.tell(listener -> listener.accept(event));
    }

    private String next() throws InterruptedException {
        return String.valueOf(got.poll(60, TimeUnit.SECONDS));
    }

    @Test
    void tellsEverySinkInOrder() throws InterruptedException {
        relays.add(event -> got.add(event));
        tell("created");
        tell("started");

        assertThat(List.of(next(), next())).containsExactly("created", "started");
    }

    @Test
    void losesEventsOfASlowSinkAndDelaysNobody() throws InterruptedException {
        CountDownLatch slow = new CountDownLatch(1);
        CountDownLatch taken = new CountDownLatch(1);
        relays.add(event -> {
            taken.countDown();
            try {
                slow.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            got.add(event);
        });
        tell("1");
        assertThat(taken.await(60, TimeUnit.SECONDS)).isTrue();

        for (int i = 2; i <= 10; i++) {
            tell(Integer.toString(i));
        }
        slow.countDown();

        assertThat(List.of(next(), next(), next())).containsExactly("1", "2", "3");
        tell("11");
        assertThat(next()).isEqualTo("11");
    }

    @Test
    void survivesASinkThatFails() throws InterruptedException {
        relays.add(event -> {
            got.add(event);
            throw new IllegalStateException("a test's mistake");
        });
        tell("1");
        tell("2");

        assertThat(List.of(next(), next())).containsExactly("1", "2");
    }

    @Test
    void forgetsASinkThatHasGone() throws InterruptedException {
        Consumer<String> gone = event -> got.add("gone");
        relays.add(gone);
        relays.remove(gone);
        relays.add(event -> got.add(event));

        tell("1");

        assertThat(next()).isEqualTo("1");
        assertThat(got).isEmpty();
    }
}
