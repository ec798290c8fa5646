package org.albatross.pki;

/** A key, certificate, request or list that cannot be read, in one line for people. */
public final class MalformedPkiException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What cannot be read, and why. */
    public MalformedPkiException(String message) {
        super(message);
    }

    /** As above, with the cause. */
    public MalformedPkiException(String message, Throwable cause) {
        super(message, cause);
    }
}
