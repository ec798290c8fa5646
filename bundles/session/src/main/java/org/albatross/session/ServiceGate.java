package org.albatross.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.albatross.api.Cancellable;
import org.albatross.api.CommandService;
import org.albatross.api.Request;
import org.albatross.api.Sink;
import org.albatross.model.Refusal;

/**
 * The way to the {@link CommandService}, which may be away for a while since it is being replaced. Commands
 * that come meanwhile wait. When {@link #close} has returned, nothing is handed to the service that left.
 */
final class ServiceGate {
    private final Duration patience;
    private final FairExecutor workers;

    /** Shared by who hands a command in, which takes no time; taken alone to close. */
    private final ReadWriteLock handing = new ReentrantReadWriteLock();

    private final List<Waiting> waiting = new ArrayList<>();
    private Optional<CommandService> service = Optional.empty();

    /**
     * A gate without a service behind it.
     *
     * @param patience how long a command waits for one
     * @param workers what hands the waiting ones in
     */
    ServiceGate(Duration patience, FairExecutor workers) {
        this.patience = patience;
        this.workers = workers;
    }

    /** Says that there is a service, from now on this one. */
    synchronized void open(CommandService present) {
        service = Optional.of(present);
        for (Waiting command : waiting) {
            workers.submit(command.account, command::begin);
        }
        waiting.clear();
    }

    /** Says that this service goes away. */
    void close(CommandService leaving) {
        handing.writeLock().lock();
        try {
            synchronized (this) {
                service = service.filter(present -> present != leaving);
            }
        } finally {
            handing.writeLock().unlock();
        }
    }

    /**
     * Hands a command to the service, or lets it wait for one.
     *
     * @param account whose worker hands it in later
     * @param unused runs when the service will never get it
     */
    Cancellable execute(String account, Request request, Sink sink, Runnable unused) {
        Waiting command = new Waiting(account, request, sink, unused);
        handing.readLock().lock();
        try {
            Optional<CommandService> present = serviceOrWait(command);
            return present.isPresent() ? present.get().execute(request, sink) : command;
        } finally {
            handing.readLock().unlock();
        }
    }

    private synchronized Optional<CommandService> serviceOrWait(Waiting command) {
        if (service.isEmpty()) {
            waiting.add(command);
        }
        return service;
    }

    /** Refuses what has waited too long. To be called now and then. */
    void expire() {
        List<Waiting> expired = new ArrayList<>();
        synchronized (this) {
            for (Iterator<Waiting> i = waiting.iterator(); i.hasNext(); ) {
                Waiting command = i.next();
                if (System.nanoTime() - command.since > patience.toNanos()) {
                    expired.add(command);
                    i.remove();
                }
            }
        }
        expired.forEach(Waiting::refuse);
    }

    private synchronized boolean remove(Waiting command) {
        return waiting.remove(command);
    }

    private final class Waiting implements Cancellable {
        private final String account;
        private final Request request;
        private final Sink sink;
        private final Runnable unused;
        private final long since = System.nanoTime();
        private boolean cancelled;
        private Optional<Cancellable> begun = Optional.empty();

        Waiting(String account, Request request, Sink sink, Runnable unused) {
            this.account = account;
            this.request = request;
            this.sink = sink;
            this.unused = unused;
        }

        /** Hands it in, now that there is a service; waits on when that has gone again. */
        void begin() {
            handing.readLock().lock();
            try {
                synchronized (this) {
                    if (cancelled) {
                        unused.run();
                        return;
                    }
                }
                serviceOrWait(this).ifPresent(present -> begun(present.execute(request, sink)));
            } finally {
                handing.readLock().unlock();
            }
        }

        private void begun(Cancellable running) {
            boolean late;
            synchronized (this) {
                begun = Optional.of(running);
                late = cancelled;
            }
            if (late) {
                running.cancel();
            }
        }

        void refuse() {
            unused.run();
            synchronized (this) {
                if (cancelled) {
                    return;
                }
            }
            sink.fail(
                    new Refusal.Unavailable("the platform's supervisor is being replaced and did not come back within "
                            + patience.toSeconds() + " s; ask again"));
        }

        @Override
        public void cancel() {
            Optional<Cancellable> running;
            synchronized (this) {
                cancelled = true;
                running = begun;
            }
            running.ifPresent(Cancellable::cancel);
            if (remove(this)) {
                unused.run();
            }
        }
    }
}
