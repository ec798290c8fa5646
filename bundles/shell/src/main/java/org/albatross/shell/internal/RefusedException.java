package org.albatross.shell.internal;

/** A command of the shell was not carried out; the message says why, in one line. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
        super(message);
    }
}
