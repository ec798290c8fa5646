package org.albatross.store;

/** Something that was asked for cannot be had; the message is one line for whoever asked. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    /** Takes one line for people. */
    public RefusedException(String message) {
        super(message);
    }
}
