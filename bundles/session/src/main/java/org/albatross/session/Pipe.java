package org.albatross.session;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;

/**
 * Bytes on their way from a loop, which never waits, to a thread that reads them as a stream, which does.
 */
final class Pipe extends InputStream {
    private static final int CAPACITY = 1 << 17;
    private static final int FIRST = 1 << 12;

    private final Runnable roomMade;
    /** Grows with what has come, since most pipes carry little. */
    private ByteBuffer bytes = ByteBuffer.allocate(0);

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
        return discarding ? CAPACITY : CAPACITY - bytes.remaining();
    }

    /** Takes bytes, at most {@link #room}. */
    synchronized void put(ByteBuffer more) {
        if (!discarding) {
            int needed = bytes.remaining() + more.remaining();
            if (needed > bytes.capacity()) {
                int grown = Math.min(CAPACITY, Math.max(needed, Math.max(FIRST, 2 * bytes.capacity())));
                bytes = ByteBuffer.allocate(grown).put(bytes).put(more).flip();
            } else {
                bytes.compact().put(more).flip();
            }
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
        bytes = ByteBuffer.allocate(0);
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
        int count = length == 0 ? 0 : take(target, offset, length);
        return count;
    }

    private int take(byte[] target, int offset, int length) throws IOException {
        boolean wasFull;
        int count;
        synchronized (this) {
            awaitBytes();
            if (!bytes.hasRemaining()) {
                if (failure.isPresent()) {
                    throw new IOException(failure.get().getMessage(), failure.get());
                }
                return -1;
            }
            int roomBefore = room();
            count = Math.min(length, bytes.remaining());
            bytes.get(target, offset, count);
            wasFull = roomBefore < CAPACITY / 2 && room() >= CAPACITY / 2;
        }
        if (wasFull) {
            roomMade.run();
        }
        return count;
    }

    private synchronized void awaitBytes() throws IOException {
        while (!bytes.hasRemaining() && !ended && failure.isEmpty()) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while waiting for a peer", e);
            }
        }
    }
}
