package org.albatross.supervisor.internal;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.albatross.api.EventSink;
import org.albatross.model.EventRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands events to every sink there is, each behind a {@link Relay}: one that is slow or fails loses events, which is
 * said in the log, and delays nobody. For any thread.
 */
public final class EventRelays {
    private static final Logger LOG = LoggerFactory.getLogger(EventRelays.class);

    private final int queueLength;
    private final Map<EventSink, Outlet> outlets = new ConcurrentHashMap<>();

    /** Keeps at most {@code queueLength} events for each sink. */
    public EventRelays(int queueLength) {
        this.queueLength = queueLength;
    }

    /** A sink has come. */
    public void add(EventSink sink) {
        Outlet outlet = new Outlet(new Relay<>("albatross-events", sink, queueLength));
        if (outlets.putIfAbsent(sink, outlet) == null) {
            outlet.relay.start();
        }
    }

    /** A sink has gone. */
    public void remove(EventSink sink) {
        Outlet outlet = outlets.remove(sink);
        if (outlet != null) {
            outlet.relay.stop();
        }
    }

    /** Tells every sink. */
    void tell(EventRecord event) {
        outlets.forEach((sink, outlet) -> outlet.tell(sink, event));
    }

    /** Forgets all sinks. */
    void stop() {
        List.copyOf(outlets.keySet()).forEach(this::remove);
    }

    private final class Outlet {
        private final Relay<EventSink> relay;
        private final AtomicLong lost = new AtomicLong();

        Outlet(Relay<EventSink> relay) {
            this.relay = relay;
        }

        void tell(EventSink sink, EventRecord event) {
            boolean kept = relay.offer(listener -> {
                long missing = lost.getAndSet(0);
                if (missing > 0) {
                    LOG.warn("{} has lost {} events", listener, missing);
                }
                listener.accept(event);
            });
            if (!kept && lost.getAndIncrement() == 0) {
                LOG.warn("{} does not keep up with {} events: the following ones are lost", sink, queueLength);
            }
        }
    }
}
