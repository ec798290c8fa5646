package org.albatross.health.internal;

import java.util.Optional;
import org.albatross.api.EventLog.Counters;
import org.albatross.api.Health.Status;
import org.albatross.model.Refusal;

/** Whether events reach the disk. */
final class EventLogState {
    private EventLogState() {}

    /** Looks at the log's counters, and at why it would refuse a change. */
    static Finding look(Counters counters, Optional<Refusal> refusal) {
        if (refusal.isPresent()) {
            return Finding.of(Status.CRITICAL, refusal.get().message());
        }
        if (counters.lost() > 0) {
            return Finding.of(
                    Status.WARN,
                    counters.lost() + " events were lost since the log was opened, for want of room; writing failed "
                            + counters.failures() + " times");
        }
        return Finding.ok("event " + counters.sequence() + " is on disk, " + counters.waitingBytes() + " bytes wait");
    }
}
