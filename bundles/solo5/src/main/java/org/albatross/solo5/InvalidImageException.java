package org.albatross.solo5;

/** A file is no Solo5 image that a tender would boot; the message is one line that says why. */
public final class InvalidImageException extends Exception {
    private static final long serialVersionUID = 1;

    /** Takes one line for people. */
    public InvalidImageException(String message) {
        super(message);
    }
}
