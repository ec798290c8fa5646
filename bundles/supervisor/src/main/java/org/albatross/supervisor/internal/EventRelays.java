package org.albatross.supervisor.internal;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.albatross.api.EventSink;
import org.albatross.model.EventLine;
import org.albatross.model.EventRecord;
import org.albatross.threads.PlatformThreads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands events to every sink there is, each behind a bounded queue and a thread of its own: one that is slow or
 * fails loses events, which is said in the log, and delays nobody. For any thread.
 */
public final class EventRelays {
    private static final Logger LOG = LoggerFactory.getLogger(EventRelays.class);

    private final int queueLength;
    private final Map<EventSink, Relay> relays = new ConcurrentHashMap<>();

    /** Keeps at most {@code queueLength} events for each sink. */
    public EventRelays(int queueLength) {
        this.queueLength = queueLength;
    }

    /** A sink has come. */
    public void add(EventSink sink) {
        Relay relay = new Relay(sink, new ArrayBlockingQueue<>(queueLength));
        if (relays.putIfAbsent(sink, relay) == null) {
            relay.thread.start();
        }
    }

    /** A sink has gone. */
    public void remove(EventSink sink) {
        Relay relay = relays.remove(sink);
        if (relay != null) {
            relay.thread.interrupt();
        }
    }

    /** Tells every sink. */
    void tell(EventRecord event) {
        relays.values().forEach(relay -> relay.offer(event));
    }

    /** Forgets all sinks. */
    void stop() {
        List.copyOf(relays.keySet()).forEach(this::remove);
    }

    private static final class Relay {
        private final EventSink sink;
        private final BlockingQueue<EventRecord> queue;
        private final AtomicLong lost = new AtomicLong();
        private final Thread thread;

        Relay(EventSink sink, BlockingQueue<EventRecord> queue) {
            this.sink = sink;
            this.queue = queue;
            this.thread = PlatformThreads.thread("albatross-events", this::run);
        }

        void offer(EventRecord event) {
            if (!queue.offer(event) && lost.getAndIncrement() == 0) {
                LOG.warn("{} does not keep up with {} events: the following ones are lost", sink, queue.size());
            }
        }

        private void run() {
            try {
                while (!Thread.currentThread().isInterrupted()) {
                    EventRecord event = queue.take();
                    long missing = lost.getAndSet(0);
                    if (missing > 0) {
                        LOG.warn("{} has lost {} events", sink, missing);
                    }
                    accept(event);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void accept(EventRecord event) {
            try {
                sink.accept(event);
            } catch (RuntimeException e) {
                LOG.warn("{} failed to take the event '{}'", sink, EventLine.of(event), e);
            }
        }
    }
}
