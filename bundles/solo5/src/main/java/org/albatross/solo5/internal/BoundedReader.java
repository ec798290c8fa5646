package org.albatross.solo5.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import org.albatross.solo5.InvalidImageException;

/** Reads small pieces of a file that may end anywhere, most of them near each other. Not for more than one thread. */
final class BoundedReader {
    private static final int WINDOW_BYTES = 4096;

    private final SeekableByteChannel channel;
    /** What was read last, from {@link #start} on. */
    private ByteBuffer window = ByteBuffer.allocate(0);

    private long start;

    BoundedReader(SeekableByteChannel channel) {
        this.channel = channel;
    }

    /**
     * Reads {@code length} bytes at {@code offset}, in the byte order of x86.
     *
     * @param what what stands there, for the message
     * @throws InvalidImageException when the file ends before
     */
    ByteBuffer read(long offset, int length, String what) throws IOException, InvalidImageException {
        if (!isInWindow(offset, length)) {
            fillWindow(offset, Math.max(length, WINDOW_BYTES));
        }
        if (!isInWindow(offset, length)) {
            throw new InvalidImageException("the file ends within its " + what + ": " + length + " bytes at offset "
                    + Long.toUnsignedString(offset) + " of " + channel.size());
        }
        return window.slice((int) (offset - start), length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private boolean isInWindow(long offset, int length) {
        return offset >= start && offset - start <= window.limit() - length;
    }

    private void fillWindow(long offset, int length) throws IOException {
        window = ByteBuffer.allocate(length);
        start = offset;
        if (offset >= 0 && offset <= channel.size()) {
            channel.position(offset);
            int count;
            do {
                count = channel.read(window);
            } while (count > 0 && window.hasRemaining());
        }
        window.flip();
    }
}
