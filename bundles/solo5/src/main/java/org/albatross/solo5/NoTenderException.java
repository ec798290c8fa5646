package org.albatross.solo5;

/** This host has no tender for an image; the message is one line that says what was looked for and found. */
public final class NoTenderException extends Exception {
    private static final long serialVersionUID = 1;

    /** Takes one line for people. */
    public NoTenderException(String message) {
        super(message);
    }
}
