package org.albatross.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.spi.SelectorProvider;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventLoopTest {
    private final CompletableFuture<Boolean> turned = new CompletableFuture<>();
    private final CompletableFuture<Thread> thread = new CompletableFuture<>();
    private final EventLoop loop;

    EventLoopTest() throws Exception {
        loop = new EventLoop("loop", SelectorProvider.provider(), () -> turned.complete(true));
        loop.start();
    }

    @AfterEach
    void stop() throws Exception {
        loop.stop();
    }

    @Test
    void standsStillWhileNothingIsRegistered() {
        assertThat(turned).failsWithin(Duration.ofMillis(600)).withThrowableOfType(TimeoutException.class);
    }

    @Test
    void runsTasksWhileNothingIsRegistered() {
        loop.execute(() -> thread.complete(Thread.currentThread()));

        assertThat(thread).succeedsWithin(Duration.ofSeconds(10)).isNotSameAs(Thread.currentThread());
    }
}
