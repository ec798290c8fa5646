package org.albatross.session;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.albatross.wire.MemoryMeter;
import org.albatross.wire.ProtocolException;

/**
 * A command as it arrives: four bytes of length, then the message, which is collected here when it has at
 * most {@link #SMALL} bytes. The array grows with what has come, not with what was announced.
 */
final class FrameBuffer {
    /** The bytes of the largest message that is collected without a thread. */
    static final int SMALL = 1 << 14;

    private static final int HEADER = 4;
    private static final int FIRST = 1 << 10;

    /** What is not counted of a message: most have no more. */
    private static final int FREE = MemoryMeter.STEP;

    private final MemoryMeter memory;
    private final ByteBuffer header = ByteBuffer.allocate(HEADER);
    private byte[] body = new byte[0];
    private int filled;

    /** Nothing has come; {@code memory} counts what comes. */
    FrameBuffer(MemoryMeter memory) {
        this.memory = memory;
    }

    /** Returns how many bytes are missing: of the length, or of a small message; 0 when there is nothing to collect. */
    int wants() {
        if (header.hasRemaining()) {
            return header.remaining();
        }
        return isSmall() ? (int) length() - filled : 0;
    }

    /**
     * Takes at most {@link #wants} bytes.
     *
     * @throws ProtocolException when there is no memory for them, with the reason: none was taken
     */
    void accept(ByteBuffer bytes) throws ProtocolException {
        if (header.hasRemaining()) {
            header.put(bytes);
        } else {
            int more = bytes.remaining();
            if (filled + more > body.length) {
                int larger = (int) Math.min(length(), Math.max(FIRST, Math.max(2 * body.length, filled + more)));
                int counted = larger - Math.max(FREE, body.length);
                if (counted > 0) {
                    memory.take(counted);
                }
                body = Arrays.copyOf(body, larger);
            }
            bytes.get(body, filled, more);
            filled += more;
        }
    }

    /** Tells whether the length is known. */
    boolean isAnnounced() {
        return !header.hasRemaining();
    }

    /** Returns the announced length in bytes. */
    long length() {
        return Integer.toUnsignedLong(header.getInt(0));
    }

    /** Tells whether the announced message is collected here. */
    boolean isSmall() {
        return length() <= SMALL;
    }

    /** Gives the message away, once nothing is missing. */
    byte[] message() {
        byte[] message = body;
        body = new byte[0];
        return message;
    }

    /** Tells whether nothing has come yet. */
    boolean isEmpty() {
        return header.position() == 0;
    }

    /** Returns what there is of a message, for people. */
    @Override
    public String toString() {
        return isAnnounced()
                ? filled + " of the " + length() + " bytes of a message"
                : header.position() + " of the " + HEADER + " bytes of a length";
    }
}
