package org.albatross.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * A client that asks the platform again and again, in a thread of its own, while bundles are replaced. Whoever connects
 * meanwhile is to be served. Whose question is under way when the bundle goes that deals with it may be told to ask
 * again, and so may whoever waits when front end and sockets go together. Nothing else is accepted.
 */
final class Asking implements AutoCloseable {
    private static final Pattern TOLD = Pattern.compile("is stopping[,;] (try|connect) again");

    private final List<String> refusals = new CopyOnWriteArrayList<>();
    private final AtomicInteger answers = new AtomicInteger();
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private volatile boolean closed;

    /** Begins to ask. */
    Asking(Path home) {
        Client client = new Client(home);
        new Thread(() -> ask(client), "asking").start();
    }

    private void ask(Client client) {
        try {
            while (!closed) {
                Shell.Outcome outcome = client.run("info");
                if (outcome.exit() == 0) {
                    answers.incrementAndGet();
                } else if (!TOLD.matcher(outcome.err()).find()) {
                    refusals.add(outcome.exit() + " " + outcome.err());
                }
            }
        } catch (Exception e) {
            refusals.add(e.toString());
        } finally {
            end.complete(null);
        }
    }

    /** Looks whether there were answers, and no refusal that a client is not told what to do about. */
    void assertAlwaysAnswered() {
        assertThat(refusals).isEmpty();
        assertThat(answers).hasPositiveValue();
    }

    @Override
    public void close() {
        closed = true;
        end.join();
    }
}
