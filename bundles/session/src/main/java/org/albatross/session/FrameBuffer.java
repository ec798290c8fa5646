package org.albatross.session;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A command as it arrives: four bytes of length, then the message, which is collected here when it has at
 * most {@link #SMALL} bytes. The array grows with what has come, not with what was announced.
 */
final class FrameBuffer {
    /** The bytes of the largest message that is collected without a thread. */
    static final int SMALL = 1 << 14;

    private static final int HEADER = 4;
    private static final int FIRST = 1 << 10;

    private final ByteBuffer header = ByteBuffer.allocate(HEADER);
    private byte[] body = new byte[0];
    private int filled;

    /** Returns how many bytes are missing: of the length, or of a small message; 0 when there is nothing to collect. */
    int wants() {
        if (header.hasRemaining()) {
            return header.remaining();
        }
        return isSmall() ? (int) length() - filled : 0;
    }

    /** Takes at most {@link #wants} bytes. */
    void accept(ByteBuffer bytes) {
        if (header.hasRemaining()) {
            header.put(bytes);
        } else {
            int more = bytes.remaining();
            if (filled + more > body.length) {
                int doubled = Math.max(FIRST, 2 * body.length);
                body = Arrays.copyOf(body, (int) Math.min(length(), Math.max(doubled, filled + more)));
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

    /** Returns the message, once nothing is missing. */
    byte[] message() {
        return Arrays.copyOf(body, filled);
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
