package org.albatross.web.internal;

import org.albatross.endpoint.User;
import org.albatross.model.Caller;

/**
 * Somebody who has logged in.
 *
 * @param token what their browser shows; nobody else knows it
 * @param user as the file of users had it then
 * @param person who asks for what they do
 * @param begunNanos when it began, on the sessions' clock
 */
record Session(String token, User user, Caller.Person person, long begunNanos) {
    /** Without the token, which is as good as the password. */
    @Override
    public String toString() {
        return "the session of " + person;
    }
}
