package org.albatross.jmx.internal.connector;

import org.albatross.model.Caller;

/** Somebody who has logged in, as long as the connection lasts. For any thread. */
interface Session {
    /** Returns who it is, and what they may. */
    Caller.Person person();

    /**
     * Sees to it that what was true at the beginning is still true: the user is there with the same role and password, the certificate has not
     * expired and was not revoked.
     *
     * @throws SecurityException with the reason when it is not
     */
    void check();
}
