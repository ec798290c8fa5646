package org.albatross.jmx.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.albatross.jmx.internal.SupervisorMXBean.EventRow;

/** The last events. For any thread. */
final class EventHistory {
    private final int most;
    private final Deque<EventRow> kept = new ArrayDeque<>();

    /** Keeps at most {@code most}. */
    EventHistory(int most) {
        this.most = most;
    }

    /** Keeps an event, whose number is greater than that of each before. */
    synchronized void add(EventRow row) {
        if (kept.size() == most) {
            kept.removeFirst();
        }
        kept.addLast(row);
    }

    /** Returns the number of the last one, 0 without any. */
    synchronized long last() {
        return kept.isEmpty() ? 0 : kept.getLast().number();
    }

    /** Returns those behind one. */
    synchronized List<EventRow> since(long number) {
        return kept.stream().filter(row -> row.number() > number).toList();
    }
}
