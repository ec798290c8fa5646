package org.albatross.migration;

/** A command line that cannot be used; the message is one line for people. */
final class UsageException extends Exception {
    private static final long serialVersionUID = 1;

    UsageException(String message) {
        super(message);
    }
}
