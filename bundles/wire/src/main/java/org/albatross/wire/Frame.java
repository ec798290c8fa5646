package org.albatross.wire;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.OptionalLong;

/**
 * The four bytes before every message on a stream (wire-protocol section 1): the length of what follows,
 * unsigned, big endian. A length of 0 stands alone and ends a stream of raw data.
 */
public final class Frame {
    /** The bytes of a frame's header. */
    public static final int HEADER_LENGTH = 4;

    private static final long MAX_LENGTH = 0xffff_ffffL;

    private Frame() {}

    /**
     * Takes the length from the next {@value #HEADER_LENGTH} bytes of {@code header}: for a selector that
     * collects them without blocking.
     *
     * @throws ProtocolException when the length is beyond {@code limits}
     */
    public static long length(ByteBuffer header, Limits limits) throws ProtocolException {
        long length = 0;
        for (int i = 0; i < HEADER_LENGTH; i++) {
            length = (length << Byte.SIZE) | Byte.toUnsignedLong(header.get());
        }
        limits.checkFrame(length);
        return length;
    }

    /**
     * Reads a header, blocking. Returns nothing when the stream ends before its first byte.
     *
     * @throws ProtocolException when the stream ends within the header or the length is beyond {@code limits}
     */
    public static OptionalLong readLength(InputStream in, Limits limits) throws IOException, ProtocolException {
        byte[] header = in.readNBytes(HEADER_LENGTH);
        if (header.length == 0) {
            return OptionalLong.empty();
        }
        if (header.length < HEADER_LENGTH) {
            throw new ProtocolException(
                    "the stream ended after " + header.length + " of the " + HEADER_LENGTH + " bytes of a length");
        }
        return OptionalLong.of(length(ByteBuffer.wrap(header), limits));
    }

    /** Returns the header of a frame of {@code length} bytes; {@link IllegalArgumentException} beyond 32 bits. */
    public static byte[] header(long length) {
        if (length < 0 || length > MAX_LENGTH) {
            throw new IllegalArgumentException("a frame of " + length + " bytes, at most " + MAX_LENGTH + " fit");
        }
        return ByteBuffer.allocate(HEADER_LENGTH).putInt((int) length).array();
    }
}
