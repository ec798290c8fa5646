package org.albatross.supervisor.internal.run;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.albatross.api.Consoles;
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

    private static final class Service {
        private final CompletableFuture<Consoles> ready = new CompletableFuture<>();
        private final CompletableFuture<Void> gone = new CompletableFuture<>();
        private final long since = System.nanoTime();
    }

    private final Duration patience;
    private final Map<Name, Open> open = new ConcurrentSkipListMap<>();
    private Service current = new Service();

    /** Without a service at first. */
    public ConsoleHub(Duration patience) {
        this.patience = patience;
    }

    private synchronized Service current() {
        return current;
    }

    /** A console service has come. */
    public void bind(Consoles consoles) {
        Service service = new Service();
        Service former;
        synchronized (this) {
            former = current;
            current = service;
        }
        for (Open run : List.copyOf(open.values())) {
            try {
                consoles.add(run.source(), run.rings());
            } catch (IOException e) {
                LOG.error("The console of {} cannot be read: {}", run.source().name(), e.getMessage());
            }
        }
        service.ready.complete(consoles);
        former.ready.complete(consoles);
        former.gone.complete(null);
    }

    /** A console service has gone; another one may have come before. */
    public void unbind(Consoles consoles) {
        Service former;
        synchronized (this) {
            if (current.ready.getNow(null) != consoles) {
                return;
            }
            former = current;
            current = new Service();
        }
        former.gone.complete(null);
    }

    /** Returns the service as soon as there is one; completes exceptionally when patience has ended. */
    public CompletableFuture<Consoles> service() {
        Service service = current();
        long left = patience.toNanos() - (System.nanoTime() - service.since);
        return service.ready.copy().orTimeout(Math.max(1, left), TimeUnit.NANOSECONDS);
    }

    /**
     * Opens a run's output. When it returns, its fifo is open for reading.
     *
     * @throws IOException when it cannot be opened, or there is no console service
     */
    void add(Consoles.Source source, long rings) throws IOException {
        open.put(source.name(), new Open(source, rings));
        while (true) {
            Service service = current();
            try {
                await(service()).add(source, rings);
                return;
            } catch (IOException e) {
                if (service == current()) {
                    open.remove(source.name());
                    throw e;
                }
            }
        }
    }

    /** Opens the output of a run that was taken over, now or as soon as there is a service. */
    void resume(Consoles.Source source, long rings) {
        open.put(source.name(), new Open(source, rings));
        Consoles consoles = current().ready.getNow(null);
        if (consoles != null) {
            try {
                consoles.add(source, rings);
            } catch (IOException e) {
                LOG.error("The console of {} cannot be read: {}", source.name(), e.getMessage());
            }
        }
    }

    private static Consoles await(CompletableFuture<Consoles> service) throws IOException {
        try {
            return service.get();
        } catch (ExecutionException e) {
            throw new IOException("there is no console service", e);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static InterruptedIOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("the platform is stopping");
    }

    /**
     * Says that a run has ended, and waits until all that it wrote was read.
     *
     * @return its last line; nothing when it wrote none, or the console service took too long
     */
    Optional<Text> finish(Name name, long runId) throws InterruptedIOException {
        try {
            while (true) {
                Service service = current();
                CompletableFuture<Optional<Text>> last =
                        await(service()).finish(name, runId).toCompletableFuture();
                CompletableFuture.anyOf(last, service.gone).get(patience.toNanos(), TimeUnit.NANOSECONDS);
                if (last.isDone()) {
                    return last.join();
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
        Consoles consoles = current().ready.getNow(null);
        if (consoles != null) {
            consoles.abandon(name, runId);
        }
    }
}
