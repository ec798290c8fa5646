package org.albatross.session;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;

/**
 * Bytes on their way from a loop, which never waits, to a thread that reads them as a stream, which does. To change threads costs
 * more than to copy some KiB: the reader is woken for {@link #WORTHWHILE} bytes, or when the loop has no more for now.
 */
final class Pipe extends InputStream {
    private static final int CAPACITY = 1 << 17;
    private static final int FIRST = 1 << 12;
    private static final int WORTHWHILE = 1 << 16;

    private final Runnable roomMade;

    /** A ring, which grows with what has come, since most pipes carry little. */
    private byte[] ring = new byte[0];

    /** Where in the ring the next byte to be read is. */
    private int begin;

    private int count;
    private boolean ended;
    private boolean discarding;
    private Optional<IOException> failure = Optional.empty();

    /**
     * An empty pipe.
     *
     * @param roomMade runs on the reading thread when the pipe was too full to be filled and no longer is
     */
    Pipe(Runnable roomMade) {
        this.roomMade = roomMade;
    }

    /** Returns how many bytes {@link #put} would take now. */
    synchronized int room() {
        return discarding ? CAPACITY : CAPACITY - count;
    }

    /** Takes bytes, at most {@link #room}. {@link #flush} has to follow. */
    synchronized void put(ByteBuffer more) {
        int length = more.remaining();
        if (!discarding && length > 0) {
            if (count + length > ring.length) {
                grow(count + length);
            }
            int end = (begin + count) % ring.length;
            int first = Math.min(length, ring.length - end);
            more.get(ring, end, first);
            more.get(ring, 0, length - first);
            count += length;
            if (count >= WORTHWHILE) {
                notifyAll();
            }
        }
    }

    private void grow(int needed) {
        byte[] larger = new byte[Math.min(CAPACITY, Math.max(needed, Math.max(FIRST, 2 * ring.length)))];
        copy(larger, 0, count);
        ring = larger;
        begin = 0;
    }

    private void copy(byte[] target, int offset, int length) {
        int first = Math.min(length, ring.length - begin);
        System.arraycopy(ring, begin, target, offset, first);
        System.arraycopy(ring, 0, target, offset + first, length - first);
    }

    /** Says that for now nothing more is put: the reader gets what is there, however little. */
    synchronized void flush() {
        if (count > 0) {
            notifyAll();
        }
    }

    /** Says that all bytes were put. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** Makes the reader fail once it has read what is there. */
    synchronized void fail(IOException why) {
        if (!ended && failure.isEmpty()) {
            failure = Optional.of(why);
            notifyAll();
        }
    }

    /** Forgets what is there and what will come. */
    synchronized void discard() {
        discarding = true;
        ring = new byte[0];
        begin = 0;
        count = 0;
        fail(new IOException("nobody wants the rest"));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        return length == 0 ? 0 : take(target, offset, length);
    }

    private int take(byte[] target, int offset, int length) throws IOException {
        boolean wasFull;
        int taken;
        synchronized (this) {
            awaitBytes();
            if (count == 0) {
                if (failure.isPresent()) {
                    throw new IOException(failure.get().getMessage(), failure.get());
                }
                return -1;
            }
            int roomBefore = room();
            taken = Math.min(length, count);
            copy(target, offset, taken);
            begin = (begin + taken) % ring.length;
            count -= taken;
            wasFull = roomBefore < CAPACITY / 2 && room() >= CAPACITY / 2;
        }
        if (wasFull) {
            roomMade.run();
        }
        return taken;
    }

    private synchronized void awaitBytes() throws IOException {
        while (count == 0 && !ended && failure.isEmpty()) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while waiting for a peer", e);
            }
        }
    }
}
