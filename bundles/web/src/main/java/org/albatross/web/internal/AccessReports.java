package org.albatross.web.internal;

import java.time.Clock;
import org.albatross.api.EventSink;
import org.albatross.model.AccessEvent;
import org.albatross.model.Caller;
import org.albatross.model.EventRecord;
import org.albatross.model.Grant;
import org.albatross.model.Path;
import org.albatross.model.Role;
import org.albatross.threads.Relays;

/** Tells event sinks who has logged in, and who has not. For any thread. */
record AccessReports(Relays<EventSink> sinks, Clock clock) {
    private static final Grant NOTHING = new Grant(Path.ROOT, Role.VIEWER, false);

    /** Somebody has logged in. */
    void loggedIn(Caller.Person person) {
        tell(person, person.grant().path(), new AccessEvent.LoggedIn());
    }

    /** Somebody has not. */
    void notLoggedIn(String who, String reason) {
        tell(new Caller.Person(Sessions.FRONT_END, who, NOTHING), Path.ROOT, new AccessEvent.LoginRefused(reason));
    }

    private void tell(Caller caller, Path path, AccessEvent event) {
        EventRecord told = new EventRecord(clock.instant(), caller, path.asName(), event);
        sinks.tell(sink -> sink.accept(told));
    }
}
