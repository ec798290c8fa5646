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
    private final BlockingQueue<String> got = new LinkedBlockingQueue<>();
    private final Relays<Consumer<String>> relays = new Relays<>(
            "albatross-events",
            "events",
            2,
            listener -> listener instanceof Keeper,
            (listener, number) -> listener.accept("lost " + number));

    /** The listener that is awaited. */
    private record Keeper(String name, BlockingQueue<String> got) implements Consumer<String> {
        @Override
        public void accept(String event) {
            got.add(name + " " + event);
        }
    }

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

        assertThat(List.of(next(), next(), next(), next())).containsExactly("1", "lost 7", "2", "3");
        tell("11");
        assertThat(next()).isEqualTo("11");
    }

    @Test
    void keepsEventsForTheAwaitedSinkBeforeItComesAndWhileItIsReplaced() throws InterruptedException {
        Keeper first = new Keeper("first", got);
        tell("1");
        relays.add(first);
        assertThat(next()).isEqualTo("first 1");
        relays.remove(first);
        tell("2");
        tell("3");
        tell("4");
        relays.add(new Keeper("second", got));

        assertThat(List.of(next(), next(), next())).containsExactly("second lost 1", "second 2", "second 3");
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
