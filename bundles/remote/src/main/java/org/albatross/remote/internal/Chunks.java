package org.albatross.remote.internal;

import java.nio.ByteBuffer;

/**
 * The answers of the other process, as they come, in chunks that are to be written one by one: a frame (wire-protocol section
 * 1) of up to 16 KiB is one chunk, since some clients read an answer by one read of a TLS record; of a longer one each piece
 * that comes is. Of one thread.
 */
final class Chunks {
    /** The bytes of the longest frame that stays whole, its length included. */
    static final int WHOLE = 1 << 14;

    private static final int HEADER = 4;
    private static final int CAPACITY = 2 * WHOLE;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** From its position to its limit lies what was received and is in no chunk. */
    private ByteBuffer received = NOTHING;

    private ByteBuffer chunk = NOTHING;

    /** How many bytes of a long frame follow. */
    private long rest;

    private boolean ended;

    /** Returns room for bytes to be received, to be given back to {@link #received}. */
    ByteBuffer room() {
        if (received.capacity() == 0) {
            received = ByteBuffer.allocate(CAPACITY);
        } else {
            received.compact();
        }
        return received;
    }

    /** Takes what was put into {@link #room}. */
    void received() {
        received.flip();
    }

    /** Says that nothing more follows: what there is of a frame is a chunk, too. */
    void end() {
        ended = true;
    }

    /** Returns the chunk to be written: the same one until nothing of it is left; without bytes when more has to be received. */
    ByteBuffer chunk() {
        if (!chunk.hasRemaining()) {
            chunk = next();
        }
        return chunk;
    }

    private ByteBuffer next() {
        if (rest == 0 && received.remaining() >= HEADER) {
            long length = HEADER + Integer.toUnsignedLong(received.getInt(received.position()));
            if (length > WHOLE) {
                rest = length;
            } else if (received.remaining() >= length) {
                return take((int) length);
            }
        }
        if (rest > 0) {
            int count = (int) Math.min(rest, received.remaining());
            rest -= count;
            return take(count);
        }
        return ended ? take(received.remaining()) : NOTHING;
    }

    private ByteBuffer take(int count) {
        if (count == 0) {
            return NOTHING;
        }
        ByteBuffer taken = received.slice(received.position(), count);
        received.position(received.position() + count);
        return taken;
    }

    /** Gives memory back that is not in use. */
    void release() {
        if (!received.hasRemaining() && !chunk.hasRemaining()) {
            received = NOTHING;
            chunk = NOTHING;
        }
    }
}
