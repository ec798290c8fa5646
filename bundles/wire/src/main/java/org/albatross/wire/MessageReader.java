package org.albatross.wire;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;

/** The messages of a stream, one after the other, blocking. Used by one thread at a time. */
public final class MessageReader {
    private final InputStream in;
    private final WireDecoder decoder;

    /** A reader of the messages of {@code in}, which it does not close. */
    public MessageReader(InputStream in, WireDecoder decoder) {
        this.in = in;
        this.decoder = decoder;
    }

    /**
     * Reads the next message, or nothing when the stream ends before it. After an exception the stream
     * stands somewhere within a message: no other can be read.
     */
    public Optional<Message> next() throws IOException, ProtocolException {
        OptionalLong length = Frame.readLength(in, decoder.limits());
        return length.isPresent() ? Optional.of(decoder.message(in, length.getAsLong())) : Optional.empty();
    }
}
