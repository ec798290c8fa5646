package org.albatross.dispatch.internal;

import java.util.Optional;
import org.albatross.model.Caller;
import org.albatross.model.Grant;
import org.albatross.model.Role;

/** What each caller may. */
final class Grants {
    /** Returns what a caller may; nothing for one without a role. */
    Optional<Grant> of(Caller caller) {
        if (caller instanceof Caller.Remote remote) {
            return Optional.of(new Grant(remote.path(), Role.CERTIFICATE, true));
        }
        return Optional.of(Grant.ADMIN);
    }
}
