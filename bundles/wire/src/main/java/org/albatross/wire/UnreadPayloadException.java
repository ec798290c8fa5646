package org.albatross.wire;

import java.io.IOException;
import java.util.Optional;

/**
 * The stream or the sink failed after the header of a message and before its end, as a spool does whose disk is full:
 * who sent it can be told which of its messages was not read.
 */
public final class UnreadPayloadException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Header header;

    /** The failure {@code cause}, in its words, of the message with this header. */
    UnreadPayloadException(Header header, IOException cause) {
        super(Optional.ofNullable(cause.getMessage()).orElse(cause.toString()), cause);
        this.header = header;
    }

    /** Returns the header of the message. */
    public Header header() {
        return header;
    }
}
