package org.albatross.jmx.internal.connector;

import org.albatross.model.Caller;

/** Is told who comes in, and who does not. For any thread. */
interface Audit {
    /** Somebody has logged in. */
    void loggedIn(Caller.Person person);

    /** Somebody has not got in. */
    void notLoggedIn(String who, String reason);

    /** Somebody has asked for what is not theirs. */
    void refused(Caller.Person person, String reason);
}
