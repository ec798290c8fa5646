package org.albatross.shell.internal;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.albatross.wire.ProtocolException;
import org.albatross.wire.ShellMessage;

/**
 * A connection of the shell's socket. The loop's thread alone touches the channel; {@link #send} is for any other thread,
 * and waits while the peer does not read.
 */
final class ShellConnection {
    private static final int MOST_QUEUED_BYTES = 256 * 1024;

    private final SocketChannel channel;
    private final Duration patience;
    private final ByteBuffer in = ByteBuffer.allocate(ShellMessage.HEADER_LENGTH + ShellMessage.MAX_CONTENT);
    private final Queue<ByteBuffer> out = new ArrayDeque<>();
    private final SelectionKey key;
    private int queued;
    private boolean last;
    private boolean closed;

    /**
     * Takes over a connection, which does not block.
     *
     * @param patience how long {@link #send} waits for a peer that takes nothing
     */
    ShellConnection(SocketChannel channel, Selector selector, Duration patience) throws IOException {
        this.channel = channel;
        this.patience = patience;
        this.key = channel.register(selector, SelectionKey.OP_READ, this);
    }

    /**
     * Sends a message; waits while the peer has much to take.
     *
     * @throws IOException when the connection is closed, or the peer has taken nothing for too long, which closes it, or
     *     the thread was interrupted
     */
    void send(ShellMessage message) throws IOException {
        synchronized (this) {
            try {
                awaitRoom();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw (InterruptedIOException) new InterruptedIOException("interrupted").initCause(e);
            }
            enqueue(message);
        }
        key.selector().wakeup();
    }

    /** Sends a last message, and closes the connection once it is sent, or cannot be sent at once. */
    void sendLast(ShellMessage message) {
        synchronized (this) {
            if (!closed) {
                last = true;
                enqueue(message);
            }
        }
        key.selector().wakeup();
    }

    private void enqueue(ShellMessage message) {
        ByteBuffer bytes = message.encoded();
        queued += bytes.remaining();
        out.add(bytes);
    }

    private synchronized void awaitRoom() throws IOException, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        int before = queued;
        while (!closed && !last && queued > MOST_QUEUED_BYTES) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                last = true;
                out.clear();
                throw new IOException("the client has taken nothing for " + patience.toSeconds() + " s");
            }
            wait(TimeUnit.NANOSECONDS.toMillis(left) + 1);
            if (queued < before) {
                before = queued;
                end = System.nanoTime() + patience.toNanos();
            }
        }
        if (closed || last) {
            throw new ClosedChannelException();
        }
    }

    /** Reads what has come; returns false when the peer has left. On the loop's thread. */
    boolean read() throws IOException {
        return channel.read(in) >= 0;
    }

    /** Takes the next message that has come completely. On the loop's thread. */
    Optional<ShellMessage> next() throws ProtocolException {
        in.flip();
        try {
            return ShellMessage.take(in);
        } finally {
            in.compact();
        }
    }

    /** Writes what the peer takes; returns false when that was the last of it. On the loop's thread. */
    synchronized boolean write() throws IOException {
        boolean takes = true;
        while (takes && !out.isEmpty()) {
            ByteBuffer first = out.element();
            int count = channel.write(first);
            queued -= count;
            takes = !first.hasRemaining();
            if (takes) {
                out.remove();
            }
        }
        notifyAll();
        if (key.isValid()) {
            key.interestOps(out.isEmpty() ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        }
        return !last;
    }

    /** Closes it. On the loop's thread. */
    void close() throws IOException {
        synchronized (this) {
            closed = true;
            out.clear();
            notifyAll();
        }
        key.cancel();
        channel.close();
    }
}
