package org.albatross.session;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * The bytes that a peer has not taken yet. Bytes are written right away as far as the peer takes them, on
 * whatever thread they come from; the rest is kept, and written when the loop says that there is room.
 */
final class Outbound {
    private static final int ENOUGH = 1 << 18;
    private static final int FEW = 1 << 16;
    /** What a record of TLS holds: none ends within what was sent at once and fits. */
    private static final int RECORD = 1 << 14;

    /** What the connection has to do. */
    interface Owner {
        /** There are bytes that the peer does not take yet: {@link #flush} has to be called when it does. */
        void blocked();

        /** The peer is gone. */
        void broken(IOException why);
    }

    private final Transport transport;
    private final AtomicLong unread;
    private final Owner owner;
    private final Deque<ByteBuffer> queue = new ArrayDeque<>();
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private long queued;
    private long taken;
    private int holding;
    private boolean gone;
    private Optional<Runnable> resume = Optional.empty();

    /**
     * Without bytes.
     *
     * @param unread counts the bytes that are queued here and elsewhere
     */
    Outbound(Transport transport, AtomicLong unread, Owner owner) {
        this.transport = transport;
        this.unread = unread;
        this.owner = owner;
    }

    /** Takes bytes, whatever is there already. */
    void send(byte[] bytes) {
        boolean blocked;
        synchronized (this) {
            if (gone) {
                return;
            }
            add(bytes.length);
            if (holding > 0) {
                hold(bytes);
                return;
            }
            boolean first = queue.isEmpty();
            queue.add(ByteBuffer.wrap(bytes));
            blocked = first && !write();
        }
        if (blocked) {
            owner.blocked();
        }
    }

    /** Keeps the bytes that are sent while {@code calls} runs, and writes them then, several times {@link #send} at once. */
    boolean together(BooleanSupplier calls) {
        synchronized (this) {
            holding++;
        }
        try {
            return calls.getAsBoolean();
        } finally {
            boolean blocked;
            synchronized (this) {
                holding--;
                release();
                blocked = !write();
            }
            if (blocked) {
                owner.blocked();
            }
        }
    }

    private void hold(byte[] bytes) {
        if (held.size() + bytes.length > RECORD) {
            release();
        }
        held.writeBytes(bytes);
    }

    private void release() {
        if (held.size() > 0) {
            queue.add(ByteBuffer.wrap(held.toByteArray()));
            held.reset();
        }
    }

    /** Writes what the peer takes now; returns whether nothing is left. */
    boolean flush() {
        Optional<Runnable> ready = Optional.empty();
        boolean empty;
        synchronized (this) {
            empty = write();
            if (queued <= FEW && !gone) {
                ready = resume;
                resume = Optional.empty();
            }
        }
        ready.ifPresent(Runnable::run);
        return empty;
    }

    /** Tells whether more is welcome. */
    synchronized boolean isReady() {
        return queued < ENOUGH;
    }

    /** Tells whether nothing that is sent will arrive. */
    synchronized boolean isClosed() {
        return gone;
    }

    /** Returns how many bytes the peer has not taken. */
    synchronized long queued() {
        return queued;
    }

    /** Returns how many bytes the peer has taken altogether. */
    synchronized long taken() {
        return taken;
    }

    /** Runs {@code task} once when more is welcome, at once if it is; never for a peer that is gone. */
    void whenReady(Runnable task) {
        synchronized (this) {
            if (gone) {
                return;
            }
            if (queued > FEW) {
                resume = Optional.of(task);
                return;
            }
        }
        task.run();
    }

    /** Forgets everything: the peer is gone. */
    synchronized void close() {
        gone = true;
        queue.clear();
        held.reset();
        add(-queued);
        resume = Optional.empty();
        notifyAll();
    }

    /** Returns a stream for a thread that may wait: each write waits until more is welcome. */
    OutputStream blocking() {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                awaitReady();
                byte[] copy = new byte[length];
                System.arraycopy(bytes, offset, copy, 0, length);
                send(copy);
            }
        };
    }

    private synchronized void awaitReady() throws IOException {
        while (!gone && queued >= ENOUGH) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while waiting for a peer", e);
            }
        }
        if (gone) {
            throw new IOException("the peer is gone");
        }
    }

    private void add(long count) {
        queued += count;
        unread.addAndGet(count);
    }

    private boolean write() {
        try {
            for (ByteBuffer next = queue.peek(); next != null; next = queue.peek()) {
                int count = transport.write(next);
                add(-count);
                taken += count;
                if (next.hasRemaining()) {
                    break;
                }
                queue.remove();
            }
        } catch (IOException e) {
            close();
            owner.broken(e);
        }
        if (queued < ENOUGH) {
            notifyAll();
        }
        return queue.isEmpty();
    }
}
