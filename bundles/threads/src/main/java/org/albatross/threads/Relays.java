package org.albatross.threads;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls every listener that there is, each behind a {@link Relay}: one that is slow or fails loses calls, of which it is
 * told, and delays nobody. One listener may be awaited: what is to be called wait for it, from the beginning on and while it
 * is being replaced. For any thread.
 *
 * @param <L> the listeners
 */
public final class Relays<L> {
    private static final Logger LOG = LoggerFactory.getLogger(Relays.class);

    private final String threadName;
    private final String what;
    private final int queueLength;
    private final Predicate<L> awaited;
    private final ObjLongConsumer<L> loss;
    private final Outlet<L> ofAwaited;
    private final Map<L, Running<L>> running = new ConcurrentHashMap<>();

    /**
     * Without a listener at first.
     *
     * @param threadName what the thread of each listener is called
     * @param what what the log calls that which listeners are told, in the plural
     * @param queueLength how many calls are kept for each listener
     * @param awaited which listener is the one that is awaited; there is one at a time
     * @param loss tells a listener, on its thread, how many calls it has lost
     */
    public Relays(String threadName, String what, int queueLength, Predicate<L> awaited, ObjLongConsumer<L> loss) {
        this.threadName = threadName;
        this.what = what;
        this.queueLength = queueLength;
        this.awaited = awaited;
        this.loss = loss;
        ofAwaited = new Outlet<>(queueLength);
    }

    /** A listener has come. */
    public void add(L listener) {
        Outlet<L> outlet = awaited.test(listener) ? ofAwaited : new Outlet<>(queueLength);
        Running<L> added = new Running<>(outlet, new Relay<>(threadName, listener, outlet.calls));
        if (running.putIfAbsent(listener, added) == null) {
            added.relay().start();
        }
    }

    /** A listener has gone. */
    public void remove(L listener) {
        Running<L> gone = running.remove(listener);
        if (gone != null) {
            gone.relay().stop();
        }
    }

    /** Calls every listener, and the awaited one when it comes. */
    public void tell(Consumer<L> call) {
        tell(ofAwaited, call);
        for (Running<L> other : running.values()) {
            if (other.outlet() != ofAwaited) {
                tell(other.outlet(), call);
            }
        }
    }

    private void tell(Outlet<L> outlet, Consumer<L> call) {
        boolean kept = outlet.calls.offer(listener -> {
            long missing = outlet.lost.getAndSet(0);
            if (missing > 0) {
                LOG.warn("{} has lost {} {}", listener, missing, what);
                loss.accept(listener, missing);
            }
            call.accept(listener);
        });
        if (!kept && outlet.lost.getAndIncrement() == 0) {
            LOG.warn("{} {} wait for a listener that does not keep up: the following ones are lost", queueLength, what);
        }
    }

    /** Forgets all listeners. */
    public void stop() {
        List.copyOf(running.keySet()).forEach(this::remove);
    }

    /** What waits for a listener. */
    private static final class Outlet<L> {
        private final CallQueue<L> calls;
        private final AtomicLong lost = new AtomicLong();

        Outlet(int length) {
            calls = new CallQueue<>(length);
        }
    }

    private record Running<L>(Outlet<L> outlet, Relay<L> relay) {}
}
