package org.albatross.endpoint;

/** Somebody does not get in; the message says why, for the log. */
public final class LoginException extends Exception {
    private static final long serialVersionUID = 1L;

    /** With the reason. */
    public LoginException(String reason) {
        super(reason);
    }
}
