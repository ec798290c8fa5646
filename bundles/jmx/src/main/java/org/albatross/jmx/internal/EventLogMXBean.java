package org.albatross.jmx.internal;

import java.util.List;
import org.albatross.jmx.internal.SupervisorMXBean.EventRow;

/** The MBean {@code org.albatross:type=EventLog}: events as the log on disk has them, with its numbers. */
@Description("The log of events on disk, with numbers that grow across restarts of the platform")
public interface EventLogMXBean {
    /** Returns the number of the last event. */
    @Description("Number of the last event in the log, at most a second old; 0 when it is empty")
    long getLastEvent();

    /** Returns the events behind one. */
    @Description("The first 1000 events after one; the next ones are after the last of them")
    List<EventRow> listEventsAfter(@Description("Number of the event in the log; 0 for the oldest") long number);

    /** Returns the last events. */
    @Description("The last events of all")
    List<EventRow> listLatest(@Description("How many, 1 to 1000") int count);

    /** Returns the last events of something. */
    @Description("The last events at or below a name")
    List<EventRow> listLatestAt(
            @Description("Name of a unikernel, as in a:b:hello, or a path, as in a:b:") String name,
            @Description("How many, 1 to 1000") int count);
}
