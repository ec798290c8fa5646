package org.albatross.store.text;

import java.io.IOException;

/** A file of ours does not hold what it should; the message is one line that says what is wrong. */
public final class CorruptFileException extends IOException {
    private static final long serialVersionUID = 1;

    /** Takes one line for people. */
    public CorruptFileException(String message) {
        super(message);
    }
}
