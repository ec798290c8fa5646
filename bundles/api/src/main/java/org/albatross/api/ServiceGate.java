package org.albatross.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.albatross.model.Refusal;

/**
 * The way to a service that may be away for a while, since its bundle is being replaced. Calls that come meanwhile wait.
 * When {@link #close} has returned, no call is handed to the service that left, and none is running in it, but for calls of
 * who has found it by {@link #present}. For any thread; but no call may open or close the gate that it has come through.
 *
 * @param <S> the service
 */
public final class ServiceGate<S> {
    /**
     * A call that may have to wait. Exactly one of its methods is called, once.
     *
     * @param <S> the service
     */
    public interface Call<S> {
        /** Hands it to the service. Must not wait: the service cannot leave until this has returned. */
        Cancellable begin(S service);

        /** No service has come in time, or it failed by a defect of the platform. */
        void fail(Refusal refusal);

        /** It was cancelled while it waited. */
        void forget();
    }

    /**
     * A call whose caller waits on its thread.
     *
     * @param <S> the service
     * @param <R> what it returns
     * @param <X> what it throws
     */
    @FunctionalInterface
    public interface Use<S, R, X extends Exception> {
        /** Calls the service, which cannot leave until this has returned. */
        R apply(S service) throws X;
    }

    private final String what;
    private final Duration patience;

    /** Shared by who hands a call in; taken alone to close. */
    private final ReadWriteLock handing = new ReentrantReadWriteLock();

    private final Set<Waiting> waiting = new LinkedHashSet<>();
    private Optional<S> service = Optional.empty();

    /**
     * A gate without a service behind it.
     *
     * @param what how a refusal calls the service, with its article
     * @param patience how long a call waits for one
     */
    public ServiceGate(String what, Duration patience) {
        this.what = what;
        this.patience = patience;
    }

    /** Says that there is a service, from now on this one. What waits is handed to it by its executors. */
    public void open(S present) {
        List<Waiting> ready;
        synchronized (this) {
            service = Optional.of(present);
            ready = List.copyOf(waiting);
            waiting.clear();
            notifyAll();
        }
        ready.forEach(call -> call.later.execute(call::begin));
    }

    /** Says that this service goes away; another one may have come before. Waits until no call is running in it. */
    public void close(S leaving) {
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
     * Hands a call to the service, or lets it wait for one.
     *
     * @param later what hands it in when it has waited
     * @return how the caller says that it has gone away, be it waiting or handed in
     */
    public Cancellable submit(Executor later, Call<S> call) {
        return new Waiting(later, call).begin();
    }

    /**
     * Calls the service on this thread, waiting for one at most as long as {@code limit} says.
     *
     * @return what came of it; nothing when there was no service in time
     */
    public <R, X extends Exception> Optional<R> perform(Duration limit, Use<S, R, X> use)
            throws X, InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        do {
            Optional<R> result = performNow(use);
            if (result.isPresent()) {
                return result;
            }
        } while (awaitService(end));
        return Optional.empty();
    }

    /** Calls the service on this thread, if there is one now; returns what came of it. */
    public <R, X extends Exception> Optional<R> performNow(Use<S, R, X> use) throws X {
        handing.readLock().lock();
        try {
            Optional<S> present = present();
            return present.isPresent() ? Optional.of(use.apply(present.get())) : Optional.empty();
        } finally {
            handing.readLock().unlock();
        }
    }

    /**
     * Returns the service, if there is one now. It may leave before it is called, and while it is: only for what waits, and
     * what a service that has left can still answer.
     */
    public synchronized Optional<S> present() {
        return service;
    }

    private synchronized boolean awaitService(long end) throws InterruptedException {
        for (long left = end - System.nanoTime(); service.isEmpty() && left > 0; left = end - System.nanoTime()) {
            wait(TimeUnit.NANOSECONDS.toMillis(left) + 1);
        }
        return service.isPresent();
    }

    private synchronized Optional<S> presentOrWait(Waiting call) {
        if (service.isEmpty()) {
            waiting.add(call);
        }
        return service;
    }

    /** Refuses what has waited too long. To be called now and then. */
    public void expire() {
        List<Waiting> expired = new ArrayList<>();
        long now = System.nanoTime();
        synchronized (this) {
            waiting.stream()
                    .filter(call -> now - call.since > patience.toNanos())
                    .forEach(expired::add);
            expired.forEach(waiting::remove);
        }
        expired.forEach(Waiting::expire);
    }

    /** Refuses what waits. No call may come any more. */
    public void stop(Refusal refusal) {
        List<Waiting> refused;
        synchronized (this) {
            refused = List.copyOf(waiting);
            waiting.clear();
        }
        refused.forEach(call -> call.refuse(refusal));
    }

    private synchronized boolean remove(Waiting call) {
        return waiting.remove(call);
    }

    private final class Waiting implements Cancellable {
        private final Executor later;
        private final Call<S> call;
        private final long since = System.nanoTime();
        private boolean cancelled;
        private Optional<Cancellable> begun = Optional.empty();

        Waiting(Executor later, Call<S> call) {
            this.later = later;
            this.call = call;
        }

        /** Hands it in if there is a service; waits, or waits on, if there is none. */
        Cancellable begin() {
            handing.readLock().lock();
            try {
                if (isCancelled()) {
                    call.forget();
                } else {
                    presentOrWait(this).ifPresent(this::beginIn);
                }
                return this;
            } finally {
                handing.readLock().unlock();
            }
        }

        private void beginIn(S present) {
            boolean returned = false;
            try {
                began(call.begin(present));
                returned = true;
            } finally {
                if (!returned) {
                    call.fail(new Refusal.Internal(what + " has failed"));
                }
            }
        }

        private void began(Cancellable running) {
            boolean late;
            synchronized (this) {
                begun = Optional.of(running);
                late = cancelled;
            }
            if (late) {
                running.cancel();
            }
        }

        private synchronized boolean isCancelled() {
            return cancelled;
        }

        void expire() {
            refuse(new Refusal.Unavailable(what + " is being replaced and did not come back within "
                    + patience.toSeconds() + " s; ask again"));
        }

        void refuse(Refusal refusal) {
            if (isCancelled()) {
                call.forget();
            } else {
                call.fail(refusal);
            }
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
                call.forget();
            }
        }
    }
}
