package org.albatross.supervisor.internal;

import java.time.Clock;
import org.albatross.api.EventSink;
import org.albatross.model.Caller;
import org.albatross.model.Event;
import org.albatross.model.EventRecord;
import org.albatross.model.Name;
import org.albatross.threads.Relays;

/** Tells the event sinks what has happened, each on a thread of its own. For any thread; does not wait. */
final class EventPublisher {
    private final Relays<EventSink> sinks;
    private final Clock clock;

    EventPublisher(Relays<EventSink> sinks, Clock clock) {
        this.sinks = sinks;
        this.clock = clock;
    }

    void tell(Caller caller, Name name, Event event) {
        tell(new EventRecord(clock.instant(), caller, name, event));
    }

    void tell(EventRecord event) {
        sinks.tell(sink -> sink.accept(event));
    }
}
