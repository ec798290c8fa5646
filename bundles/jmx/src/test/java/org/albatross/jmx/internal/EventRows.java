package org.albatross.jmx.internal;

import org.albatross.jmx.internal.SupervisorMXBean.EventRow;
import org.albatross.model.EventFields;
import org.albatross.model.EventLine;
import org.albatross.model.EventRecord;

/** Events as they come from the log. */
final class EventRows {
    private EventRows() {}

    static EventRow of(long number, EventRecord told) {
        return new EventRow(
                number,
                told.time().toString(),
                EventFields.of(told.event()).kind(),
                told.name().toString(),
                told.caller().toString(),
                EventLine.of(told));
    }
}
