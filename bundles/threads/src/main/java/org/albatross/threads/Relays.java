package org.albatross.threads;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls every listener that there is, each behind a {@link Relay}: one that is slow or fails loses calls, which is said
 * in the log, and delays nobody. For any thread.
 *
 * @param <L> the listeners
 */
public final class Relays<L> {
    private static final Logger LOG = LoggerFactory.getLogger(Relays.class);

    private final String threadName;
    private final String what;
    private final int queueLength;
    private final Map<L, Outlet<L>> outlets = new ConcurrentHashMap<>();

    /**
     * Without a listener at first.
     *
     * @param threadName what the thread of each listener is called
     * @param what what the log calls that which listeners are told, in the plural
     * @param queueLength how many calls are kept for each listener
     */
    public Relays(String threadName, String what, int queueLength) {
        this.threadName = threadName;
        this.what = what;
        this.queueLength = queueLength;
    }

    /** A listener has come. */
    public void add(L listener) {
        Outlet<L> outlet = new Outlet<>(new Relay<>(threadName, listener, queueLength), new AtomicLong());
        if (outlets.putIfAbsent(listener, outlet) == null) {
            outlet.relay().start();
        }
    }

    /** A listener has gone. */
    public void remove(L listener) {
        Outlet<L> outlet = outlets.remove(listener);
        if (outlet != null) {
            outlet.relay().stop();
        }
    }

    /** Calls every listener. */
    public void tell(Consumer<L> call) {
        outlets.forEach((listener, outlet) -> tell(listener, outlet, call));
    }

    private void tell(L listener, Outlet<L> outlet, Consumer<L> call) {
        boolean kept = outlet.relay().offer(told -> {
            long missing = outlet.lost().getAndSet(0);
            if (missing > 0) {
                LOG.warn("{} has lost {} {}", told, missing, what);
            }
            call.accept(told);
        });
        if (!kept && outlet.lost().getAndIncrement() == 0) {
            LOG.warn("{} does not keep up with {} {}: the following ones are lost", listener, queueLength, what);
        }
    }

    /** Forgets all listeners. */
    public void stop() {
        List.copyOf(outlets.keySet()).forEach(this::remove);
    }

    private record Outlet<L>(Relay<L> relay, AtomicLong lost) {}
}
