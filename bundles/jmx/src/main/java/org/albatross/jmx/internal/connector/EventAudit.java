package org.albatross.jmx.internal.connector;

import java.time.Clock;
import org.albatross.api.EventSink;
import org.albatross.jmx.internal.CurrentCaller;
import org.albatross.model.AccessEvent;
import org.albatross.model.Caller;
import org.albatross.model.EventRecord;
import org.albatross.model.Grant;
import org.albatross.model.Path;
import org.albatross.model.Role;
import org.albatross.threads.Relays;

/** Tells event sinks. */
record EventAudit(Relays<EventSink> sinks, Clock clock) implements Audit {
    private static final Grant NOTHING = new Grant(Path.ROOT, Role.VIEWER, false);

    private void tell(Caller caller, AccessEvent event) {
        EventRecord told = new EventRecord(
                clock.instant(),
                caller,
                caller instanceof Caller.Person person ? person.grant().path().asName() : Path.ROOT.asName(),
                event);
        sinks.tell(sink -> sink.accept(told));
    }

    @Override
    public void loggedIn(Caller.Person person) {
        tell(person, new AccessEvent.LoggedIn());
    }

    @Override
    public void notLoggedIn(String who, String reason) {
        tell(new Caller.Person(CurrentCaller.FRONT_END, who, NOTHING), new AccessEvent.LoginRefused(reason));
    }

    @Override
    public void refused(Caller.Person person, String reason) {
        tell(person, new AccessEvent.AccessRefused(reason));
    }
}
