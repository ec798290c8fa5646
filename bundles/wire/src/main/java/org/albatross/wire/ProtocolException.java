package org.albatross.wire;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Bytes from outside that are not what the protocol says. The message is one line for people and for the
 * peer: it says what was expected, what came and where.
 */
public final class ProtocolException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable Header header;

    /** An exception about bytes that no header is known for. */
    public ProtocolException(String message) {
        super(message);
        this.header = null;
    }

    /** As above, with the cause. */
    public ProtocolException(String message, Throwable cause) {
        super(message, cause);
        this.header = null;
    }

    private ProtocolException(ProtocolException cause, Header header) {
        super(cause.getMessage(), cause, true, false);
        this.header = header;
    }

    /** Returns the header of the message whose payload is malformed, if it could be read. */
    public Optional<Header> header() {
        return Optional.ofNullable(header);
    }

    /** Returns this exception with the header that was read before the malformed part. */
    ProtocolException in(Header message) {
        return new ProtocolException(this, message);
    }
}
