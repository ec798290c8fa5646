package org.albatross.solo5.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import org.albatross.solo5.InvalidImageException;

/** Reads small pieces of a file that may end anywhere. Not for more than one thread. */
final class BoundedReader {
    private final SeekableByteChannel channel;

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
        ByteBuffer piece = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        if (offset >= 0 && offset <= channel.size()) {
            channel.position(offset);
            int count;
            do {
                count = channel.read(piece);
            } while (count > 0 && piece.hasRemaining());
        }
        if (piece.hasRemaining()) {
            throw new InvalidImageException("the file ends within its " + what + ": " + length + " bytes at offset "
                    + Long.toUnsignedString(offset) + " of " + channel.size());
        }
        return piece.flip();
    }
}
