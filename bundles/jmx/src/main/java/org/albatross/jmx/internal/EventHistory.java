package org.albatross.jmx.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.albatross.jmx.internal.SupervisorMXBean.EventRow;
import org.albatross.model.EventFields;
import org.albatross.model.EventLine;
import org.albatross.model.EventRecord;

/** The last events, numbered. For any thread. */
final class EventHistory {
    private final int most;
    private final Deque<EventRow> kept = new ArrayDeque<>();
    private long last;

    /** Keeps at most {@code most}. */
    EventHistory(int most) {
        this.most = most;
    }

    /** Numbers an event and keeps it. */
    synchronized EventRow add(EventRecord told) {
        last++;
        EventRow row = new EventRow(
                last,
                told.time().toString(),
                EventFields.of(told.event()).kind(),
                told.name().toString(),
                told.caller().toString(),
                EventLine.of(told));
        if (kept.size() == most) {
            kept.removeFirst();
        }
        kept.addLast(row);
        return row;
    }

    /** Returns the number of the last one. */
    synchronized long last() {
        return last;
    }

    /** Returns those behind one. */
    synchronized List<EventRow> since(long number) {
        return kept.stream().filter(row -> row.number() > number).toList();
    }
}
