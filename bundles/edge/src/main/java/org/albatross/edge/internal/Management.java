package org.albatross.edge.internal;

import java.util.Optional;
import java.util.function.BiConsumer;
import org.albatross.admission.LineLimit;
import org.albatross.api.Exposition;
import org.albatross.model.AccessEvent;
import org.albatross.model.Caller;
import org.albatross.model.Grant;
import org.albatross.model.Role;

/**
 * What the edge may ask beside passing clients on: commands of people who come to it, which it alone has seen, and what is measured. It is
 * believed within the greatest role that the host's configuration gives it. For any thread.
 */
final class Management {
    /** The value of {@link EdgeConfig#role} by which the edge may ask for nothing. */
    static final String NONE = "none";

    /** It is refused. */
    static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1;

        RefusedException(String message) {
            super(message);
        }
    }

    private final Optional<Role> greatest;
    private final BiConsumer<Caller, AccessEvent> events;
    private final LineLimit limit = new LineLimit();
    private volatile Optional<Exposition> exposition = Optional.empty();

    /**
     * With nobody who tells what is measured.
     *
     * @param events is told what the edge reports
     */
    Management(String greatest, BiConsumer<Caller, AccessEvent> events) {
        this.greatest = greatest.equals(NONE) ? Optional.empty() : Optional.of(Role.parse(greatest));
        this.events = events;
    }

    /** Says who tells what is measured from now on. */
    synchronized void open(Exposition service) {
        exposition = Optional.of(service);
    }

    /** Says that this one goes away; another one may have come before. */
    synchronized void close(Exposition service) {
        exposition = exposition.filter(present -> present != service);
    }

    private Role required() throws RefusedException {
        return greatest.orElseThrow(() -> new RefusedException("the host lets its edge manage nothing: to let it, set"
                + " role = viewer or role = operator in etc/" + EdgeConfig.PID + ".cfg of the host"));
    }

    /** Returns somebody with what they may do by way of the edge: never more than the edge may. */
    Caller.Person narrowed(Caller.Person told) throws RefusedException {
        Role most = required();
        Grant grant = told.grant();
        Role role = grant.role().compareTo(most) > 0 ? most : grant.role();
        return new Caller.Person(
                told.frontEnd(),
                told.user(),
                new Grant(grant.path(), role, grant.consoles() || grant.role() != Role.VIEWER));
    }

    /** Takes a report. A crowd of them is told in part. */
    void report(Caller.Person told, AccessEvent event) throws RefusedException {
        Caller.Person person = narrowed(told);
        if (!limit.allow()) {
            throw new RefusedException("too many reports of the edge come at once; this one is not logged");
        }
        events.accept(person, event);
    }

    /** Returns what is measured. */
    Exposition.Page metrics(String accept) throws RefusedException {
        Role unused = required();
        return exposition
                .orElseThrow(() -> new RefusedException("nobody tells what is measured now; ask again"))
                .page(accept);
    }
}
