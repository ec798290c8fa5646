package org.albatross.dispatch.internal;

import java.util.List;
import java.util.Optional;
import org.albatross.model.Caller;
import org.albatross.model.Grant;
import org.albatross.model.Role;

/** What each caller may. */
final class Grants {
    private final Optional<Roles> roles;

    /**
     * With the roles of local callers.
     *
     * @param roles absent when everybody who may write a socket is an administrator
     */
    Grants(Optional<Roles> roles) {
        this.roles = roles;
    }

    /** Returns what a caller may; nothing for one without a role. */
    List<Grant> of(Caller caller) {
        if (caller instanceof Caller.Remote remote) {
            return List.of(new Grant(remote.path(), Role.CERTIFICATE, true));
        }
        if (caller instanceof Caller.Person person) {
            return List.of(person.grant());
        }
        return caller instanceof Caller.Local local
                ? roles.map(given -> given.of(local)).orElse(List.of(Grant.ADMIN))
                : List.of(Grant.ADMIN);
    }
}
