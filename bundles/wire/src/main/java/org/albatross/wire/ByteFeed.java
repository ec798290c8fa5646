package org.albatross.wire;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The bytes of one message as they arrive: pulled from a stream in bounded chunks, never one more than the
 * message has. An array grows with what has arrived, not with what was announced.
 */
final class ByteFeed {
    /** The largest chunk that is read at once. */
    static final int CHUNK = 64 * 1024;

    private static final int SMALL_CHUNK = 8 * 1024;

    private final InputStream in;
    private final long total;
    private long unread;
    private byte[] buffer;
    private int position;
    private int end;

    ByteFeed(InputStream in, long total) {
        this.in = in;
        this.total = total;
        this.unread = total;
        this.buffer = new byte[(int) Math.min(SMALL_CHUNK, total)];
    }

    /** How many bytes were taken so far. */
    long offset() {
        return total - unread - (end - position);
    }

    /** Takes one byte, which the message must still have. */
    int next() throws IOException, ProtocolException {
        if (position == end) {
            fill();
        }
        return Byte.toUnsignedInt(buffer[position++]);
    }

    /** Takes {@code length} bytes into a new array. */
    byte[] take(int length) throws IOException, ProtocolException {
        byte[] bytes = new byte[Math.min(length, CHUNK)];
        int taken = 0;
        while (taken < length) {
            if (taken == bytes.length) {
                bytes = Arrays.copyOf(bytes, (int) Math.min(length, 2L * bytes.length));
            }
            taken += takeSome(bytes, taken, bytes.length - taken);
        }
        return bytes;
    }

    /** Hands {@code length} bytes on as they arrive. */
    void pass(long length, Receiver receiver) throws IOException, ProtocolException {
        if (length > buffer.length && unread > buffer.length) {
            byte[] larger = new byte[CHUNK];
            System.arraycopy(buffer, position, larger, 0, end - position);
            end -= position;
            position = 0;
            buffer = larger;
        }
        long left = length;
        while (left > 0) {
            if (position == end) {
                fill();
            }
            int some = (int) Math.min(left, end - position);
            receiver.receive(buffer, position, some);
            position += some;
            left -= some;
        }
    }

    /** Takes the bytes of {@link #pass}. */
    @FunctionalInterface
    interface Receiver {
        void receive(byte[] bytes, int offset, int length) throws IOException;
    }

    private int takeSome(byte[] bytes, int offset, int atMost) throws IOException, ProtocolException {
        if (position == end) {
            fill();
        }
        int some = Math.min(atMost, end - position);
        System.arraycopy(buffer, position, bytes, offset, some);
        position += some;
        return some;
    }

    private void fill() throws IOException, ProtocolException {
        int wanted = (int) Math.min(buffer.length, unread);
        int read = wanted == 0 ? -1 : in.read(buffer, 0, wanted);
        if (read < 0) {
            throw new ProtocolException("the message ended after " + (total - unread) + " of " + total + " bytes");
        }
        unread -= read;
        position = 0;
        end = read;
    }
}
