package org.albatross.supervisor.internal.run;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.albatross.api.Consoles;
import org.albatross.api.ServiceGate;
import org.albatross.model.Name;
import org.albatross.model.Text;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What runs print, given to whichever console service there is. When another one comes, as after an update of
 * its bundle, it gets every open run before anything else is asked of it. Who needs the service while there is
 * none waits, at most {@code patience} since it went, so that a missing one holds nobody up for long. For any
 * thread.
 */
public final class ConsoleHub {
    private static final Logger LOG = LoggerFactory.getLogger(ConsoleHub.class);

    private record Open(Consoles.Source source, long rings) {}

    private record Finishing(CompletableFuture<Optional<Text>> last, CompletableFuture<Void> gone) {}

    private final Duration patience;
    private final ServiceGate<Consoles> gate;
    private final Map<Name, Open> open = new ConcurrentSkipListMap<>();

    /** The services that are there, two for a moment while one takes another's place; completed when one has gone. */
    private final Map<Consoles, CompletableFuture<Void>> present = new ConcurrentHashMap<>();

    private volatile long without = System.nanoTime();

    /** Without a service at first. */
    public ConsoleHub(Duration patience) {
        this.patience = patience;
        this.gate = new ServiceGate<>("the console service", patience);
    }

    /** A console service has come. */
    public void bind(Consoles consoles) {
        present.put(consoles, new CompletableFuture<>());
        Set<Open> runs = Set.copyOf(open.values());
        runs.forEach(run -> addTo(consoles, run));
        gate.open(consoles);
        open.values().stream().filter(run -> !runs.contains(run)).forEach(run -> addTo(consoles, run));
    }

    /** A console service has gone; another one may have come before. */
    public void unbind(Consoles consoles) {
        gate.close(consoles);
        without = System.nanoTime();
        Optional.ofNullable(present.remove(consoles)).ifPresent(gone -> gone.complete(null));
    }

    private static void addTo(Consoles consoles, Open run) {
        try {
            consoles.add(run.source(), run.rings());
        } catch (IOException e) {
            LOG.error("The console of {} cannot be read: {}", run.source().name(), e.getMessage());
        }
    }

    private <R> R call(ServiceGate.Use<Consoles, R, IOException> use) throws IOException {
        Duration left = patience.minusNanos(System.nanoTime() - without);
        try {
            return gate.perform(left, use).orElseThrow(() -> new IOException("there is no console service"));
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static InterruptedIOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("the platform is stopping");
    }

    /**
     * Opens a run's output. When it returns, its fifo is open for reading.
     *
     * @throws IOException when it cannot be opened, or there is no console service
     */
    void add(Consoles.Source source, long rings) throws IOException {
        open.put(source.name(), new Open(source, rings));
        boolean added = false;
        try {
            added = call(consoles -> {
                consoles.add(source, rings);
                return true;
            });
        } finally {
            if (!added) {
                open.remove(source.name());
            }
        }
    }

    /** Opens the output of a run that was taken over, now or as soon as there is a service. */
    void resume(Consoles.Source source, long rings) {
        Open run = new Open(source, rings);
        open.put(source.name(), run);
        ifPresent(consoles -> addTo(consoles, run));
    }

    private void ifPresent(Consumer<Consoles> use) {
        Optional<Boolean> unused = gate.performNow(consoles -> {
            use.accept(consoles);
            return true;
        });
    }

    /**
     * Says that a run has ended, and waits until all that it wrote was read.
     *
     * @return its last line; nothing when it wrote none, or the console service took too long
     */
    Optional<Text> finish(Name name, long runId) throws InterruptedIOException {
        try {
            while (true) {
                Finishing finishing = call(consoles -> new Finishing(
                        consoles.finish(name, runId).toCompletableFuture(),
                        Objects.requireNonNull(present.get(consoles))));
                CompletableFuture.anyOf(finishing.last(), finishing.gone())
                        .get(patience.toNanos(), TimeUnit.NANOSECONDS);
                if (finishing.last().isDone()) {
                    return finishing.last().join();
                }
            }
        } catch (InterruptedException e) {
            throw interrupted();
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException | ExecutionException | CompletionException | TimeoutException e) {
            LOG.warn("The last words of {} may be lost: {}", name, e.toString());
            return Optional.empty();
        } finally {
            open.remove(name);
        }
    }

    /** Closes a run's output without waiting for its end. */
    void abandon(Name name, long runId) {
        open.remove(name);
        ifPresent(consoles -> consoles.abandon(name, runId));
    }
}
