package org.albatross.local.internal;

import static org.albatross.local.internal.Asking.DONE;
import static org.albatross.local.internal.Asking.INFO;
import static org.albatross.local.internal.Asking.holding;
import static org.albatross.local.internal.Asking.random;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.albatross.api.Cancellable;
import org.albatross.api.Sink;
import org.albatross.model.Command;
import org.albatross.model.ConsoleCommand;
import org.albatross.model.Reply;
import org.albatross.session.SessionLimits;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What clients notice of bundles being replaced. */
class ReplacementTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(300);

    private Path folder;

    @BeforeEach
    void name(@TempDir Path temporary) {
        folder = temporary;
    }

    @Test
    void letsACommandWaitForTheService() throws Exception {
        try (ServerFixture server = new ServerFixture(folder, ServerFixture.LIMITS);
                Client client = new Client(server.vmmd()).ask(INFO);
                Client refused = new Client(server.vmmd()).ask(new ConsoleCommand.Add(1))) {
            assertThat(refused.answer()).isInstanceOf(Reply.Failure.class);
            server.open(FakeCommands.answering(DONE));
            assertThat(client.answer()).isEqualTo(DONE);
        }
    }

    @Test
    void refusesACommandWhoseServiceDoesNotCome() throws Exception {
        SessionLimits limits = ServerFixture.limits(LONG, LONG, LONG, SHORT);
        try (ServerFixture server = new ServerFixture(folder, limits);
                Client client = new Client(server.vmmd()).ask(holding(random(2 << 20)))) {
            assertThat(client.failure()).startsWith("the platform's command service is being replaced");
            client.assertClosed();
            assertThat(server.spool()).isEmptyDirectory();
        }
    }

    @Test
    void answersWhatItsServiceHasHandedOnBeforeItLeft() throws Exception {
        CompletableFuture<Sink> handedOn = new CompletableFuture<>();
        FakeCommands leaving = new FakeCommands((request, sink) -> {
            handedOn.complete(sink);
            return () -> {};
        });
        try (ServerFixture server = new ServerFixture(folder, ServerFixture.LIMITS).open(leaving);
                Client client = new Client(server.vmmd()).ask(INFO)) {
            Sink sink = handedOn.get(60, TimeUnit.SECONDS);
            server.close(leaving);
            sink.answer(DONE);
            sink.end();
            assertThat(client.answer()).isEqualTo(DONE);
        }
    }

    @Test
    void cancelsWhatAPeerThatGoesAwayHasAsked() throws Exception {
        CountDownLatch cancelled = new CountDownLatch(1);
        FakeCommands silent = new FakeCommands((request, sink) -> cancelled::countDown);
        try (ServerFixture server = new ServerFixture(folder, ServerFixture.LIMITS).open(silent)) {
            Client client = new Client(server.vmmd()).ask(INFO);
            silent.asked();
            client.close();
            assertThat(cancelled.await(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void delaysNobodyByACancelThatTakesLong() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        FakeCommands commands = new FakeCommands((request, sink) -> {
            if (request.command().equals(INFO)) {
                sink.answer(DONE);
                sink.end();
                return Cancellable.NOTHING;
            }
            return () -> awaitQuietly(released);
        });
        try (ServerFixture server = new ServerFixture(folder, ServerFixture.LIMITS).open(commands)) {
            Client leaving = new Client(server.vmmd()).ask(new Command.SayHello());
            commands.asked();
            leaving.close();
            for (int i = 0; i < 20; i++) {
                try (Client client = new Client(server.vmmd()).ask(INFO)) {
                    assertThat(client.answer()).isEqualTo(DONE);
                }
            }
            released.countDown();
        }
    }

    private static void awaitQuietly(CountDownLatch released) {
        try {
            assertThat(released.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void servesWhoConnectsWhileTheServerIsReplaced() throws Exception {
        try (ServerFixture server = new ServerFixture(folder, ServerFixture.LIMITS)) {
            for (int round = 0; round < 5; round++) {
                server.stop();
                try (Client client = new Client(server.vmmd()).ask(INFO)) {
                    server.startAgain(ServerFixture.LIMITS);
                    server.open(FakeCommands.answering(DONE));
                    assertThat(client.answer()).isEqualTo(DONE);
                }
            }
        }
    }

    @Test
    void letsWhatIsUnderWayBeAnsweredBeforeItStops() throws Exception {
        CompletableFuture<Sink> asked = new CompletableFuture<>();
        FakeCommands slow = new FakeCommands((request, sink) -> {
            asked.complete(sink);
            return () -> {};
        });
        try (ServerFixture server = new ServerFixture(folder, ServerFixture.LIMITS).open(slow);
                Client client = new Client(server.vmmd()).ask(INFO)) {
            Sink sink = asked.get(60, TimeUnit.SECONDS);
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> {
                try {
                    server.stop();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            sink.answer(DONE);
            sink.end();
            assertThat(client.answer()).isEqualTo(DONE);
            stopped.get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void tellsSubscribersThatItStops() throws Exception {
        FakeCommands commands = new FakeCommands((request, sink) -> {
            sink.answer(new Reply.Done("subscribed"));
            return () -> {};
        });
        Command subscribe = new ConsoleCommand.Subscribe(new Command.Begin.Count(1));
        try (ServerFixture server = new ServerFixture(folder, ServerFixture.LIMITS).open(commands);
                Client client = new Client(server.console()).ask(subscribe)) {
            assertThat(client.answer()).isEqualTo(new Reply.Done("subscribed"));
            server.stop();
            assertThat(client.failure()).isEqualTo("the socket's service is stopping; connect again");
            client.assertClosed();
        }
    }

    @Test
    void tellsWhoHasNotAskedYetThatItStops() throws Exception {
        try (ServerFixture server = new ServerFixture(folder, ServerFixture.LIMITS).open(FakeCommands.answering(DONE));
                Client silent = new Client(server.vmmd());
                Client next = new Client(server.vmmd()).ask(INFO)) {
            // So the one before it has been accepted.
            assertThat(next.answer()).isEqualTo(DONE);
            server.stop();
            assertThat(silent.failure()).isEqualTo("the socket's service is stopping; connect again");
            silent.assertClosed();
        }
    }

    @Test
    void servesWhoHasConnectedJustBeforeItStops() throws Exception {
        try (ServerFixture server =
                new ServerFixture(folder, ServerFixture.LIMITS).open(FakeCommands.answering(DONE))) {
            for (int round = 0; round < 50; round++) {
                try (Client client = new Client(server.vmmd()).ask(INFO)) {
                    server.stop();
                    assertThat(client.answer()).isEqualTo(DONE);
                }
                server.startAgain(ServerFixture.LIMITS);
                server.open(FakeCommands.answering(DONE));
            }
        }
    }
}
