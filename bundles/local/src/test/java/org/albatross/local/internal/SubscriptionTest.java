package org.albatross.local.internal;

import static org.albatross.local.internal.Asking.DONE;
import static org.albatross.local.internal.Asking.INFO;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.albatross.api.Sink;
import org.albatross.model.Command;
import org.albatross.model.ConsoleCommand;
import org.albatross.model.Data;
import org.albatross.model.Name;
import org.albatross.model.Refusal;
import org.albatross.model.Reply;
import org.albatross.model.Text;
import org.albatross.session.SessionLimits;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubscriptionTest {
    private static final Command SUBSCRIBE = new ConsoleCommand.Subscribe(new Command.Begin.Count(20));
    private static final Name HELLO = Name.parse("a:hello");
    private static final Reply SUBSCRIBED = new Reply.Done("subscribed");
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(300);

    private final CompletableFuture<Sink> subscriber = new CompletableFuture<>();
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private final FakeCommands commands = new FakeCommands((request, sink) -> {
        if (!(request.command() instanceof ConsoleCommand.Subscribe)) {
            sink.answer(DONE);
            sink.end();
            return () -> {};
        }
        sink.answer(SUBSCRIBED);
        subscriber.complete(sink);
        return cancelled::countDown;
    });

    private Path folder;

    @BeforeEach
    void name(@TempDir Path temporary) {
        folder = temporary;
    }

    @Test
    void sendsWhatComesUntilThePeerGoesAway() throws Exception {
        try (ServerFixture server = new ServerFixture(folder, ServerFixture.LIMITS).open(commands)) {
            try (Client client = new Client(server.console()).ask(SUBSCRIBE)) {
                assertThat(client.answer()).isEqualTo(SUBSCRIBED);
                assertThat(sink().data(HELLO, line("one"))).isTrue();
                assertThat(client.data()).isEqualTo(line("one"));
            }

            assertThat(cancelled.await(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void putsNoDeadlineToASilentSubscription() throws Exception {
        SessionLimits limits = ServerFixture.limits(SHORT, SHORT, SHORT, SHORT);
        try (ServerFixture server = new ServerFixture(folder, limits).open(commands);
                Client idle = new Client(server.console());
                Client client = new Client(server.console()).ask(SUBSCRIBE)) {
            assertThat(client.answer()).isEqualTo(SUBSCRIBED);
            idle.assertClosed();
            Client later = new Client(server.console());
            later.assertClosed();

            sink().data(HELLO, line("after a while"));

            assertThat(client.data()).isEqualTo(line("after a while"));
        }
    }

    @Test
    void asksForNoMoreThanAPeerTakesAndGoesOnWhenItReads() throws Exception {
        try (ServerFixture server = new ServerFixture(folder, ServerFixture.LIMITS).open(commands);
                Client client = new Client(server.console()).ask(SUBSCRIBE)) {
            Sink sink = sink();
            int sent = 1;
            while (sink.data(HELLO, line("x".repeat(500)))) {
                sent++;
            }
            assertThat(sent).isBetween(100, 5000);
            CountDownLatch ready = new CountDownLatch(1);
            sink.whenReady(ready::countDown);
            assertThat(ready.getCount()).isEqualTo(1);

            assertThat(client.answer()).isEqualTo(SUBSCRIBED);
            for (int i = 0; i < sent; i++) {
                assertThat(client.data()).isEqualTo(line("x".repeat(500)));
            }

            assertThat(ready.await(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void servesOthersWhileASubscriberNeverReads() throws Exception {
        SessionLimits limits = ServerFixture.limits(LONG, LONG, SHORT, LONG);
        try (ServerFixture server = new ServerFixture(folder, limits).open(commands);
                Client never = new Client(server.console()).ask(SUBSCRIBE)) {
            Sink sink = sink();
            while (sink.data(HELLO, line("x".repeat(500)))) {
                assertThat(never).isNotNull();
            }
            for (int i = 0; i < 100; i++) {
                try (Client other = new Client(server.vmmd()).ask(INFO)) {
                    assertThat(other.answer()).isEqualTo(DONE);
                }
            }
            assertThat(cancelled.getCount()).isEqualTo(1);

            sink.fail(new Refusal.BrokenOff("overtaken"));
            Client later = new Client(server.vmmd());
            assertThat(never.answer()).isEqualTo(SUBSCRIBED);
            later.close();
        }
    }

    @Test
    void closesAServiceThatSendsOnAndOn() throws Exception {
        try (ServerFixture server = new ServerFixture(folder, ServerFixture.LIMITS).open(commands);
                Client client = new Client(server.console()).ask(SUBSCRIBE)) {
            Sink sink = sink();
            while (cancelled.getCount() > 0) {
                sink.data(HELLO, line("x".repeat(50_000)));
            }
            assertThat(client.answer()).isEqualTo(SUBSCRIBED);
        }
    }

    @Test
    void saysWhyAStreamBreaksOff() throws Exception {
        try (ServerFixture server = new ServerFixture(folder, ServerFixture.LIMITS).open(commands);
                Client client = new Client(server.console()).ask(SUBSCRIBE)) {
            assertThat(client.answer()).isEqualTo(SUBSCRIBED);
            Sink sink = sink();
            sink.fail(new Refusal.BrokenOff("17 lines were lost"));

            assertThat(client.failure()).isEqualTo("17 lines were lost");
            client.assertClosed();
        }
    }

    private Sink sink() throws Exception {
        return subscriber.get(60, TimeUnit.SECONDS);
    }

    private static Data line(String text) {
        return new Data.Console(Instant.EPOCH, Text.of(text));
    }
}
