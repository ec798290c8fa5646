package org.albatross.jmx.internal.connector;

import org.albatross.endpoint.LoginException;
import org.jspecify.annotations.Nullable;

/** Decides who somebody is that wants to come in. */
@FunctionalInterface
interface Login {
    /**
     * Lets somebody in.
     *
     * @param credentials what the client has sent
     * @throws LoginException when they are not let in
     */
    Session login(@Nullable Object credentials) throws LoginException;
}
