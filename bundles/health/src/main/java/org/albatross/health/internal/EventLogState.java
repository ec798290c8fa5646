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
                    events(counters.lost())
                            + " lost since the log was opened, for want of room; times that writing failed: "
                            + counters.failures());
        }
        return Finding.ok("event " + counters.sequence() + " is on disk, " + counters.waitingBytes() + " bytes wait");
    }

    private static String events(long count) {
        return count == 1 ? "1 event was" : count + " events were";
    }
}
