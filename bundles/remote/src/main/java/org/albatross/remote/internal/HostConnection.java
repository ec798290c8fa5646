package org.albatross.remote.internal;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.albatross.wire.BlobSink;
import org.albatross.wire.BlobSource;
import org.albatross.wire.Limits;
import org.albatross.wire.Message;
import org.albatross.wire.MessageReader;
import org.albatross.wire.MessageWriter;
import org.albatross.wire.WireDecoder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to the host's process on which this one asks for itself, for a thread that waits. Only {@link #close} and {@link #wake} may come from
 * others.
 */
final class HostConnection implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(HostConnection.class);
    private static final long AGAIN_MILLIS = 100;

    private final HostSocket socket;
    private final Semaphore wakings = new Semaphore(0);
    private Optional<SocketChannel> channel = Optional.empty();
    private boolean closed;

    /** One that is not connected. */
    HostConnection(HostSocket socket) {
        this.socket = socket;
    }

    /**
     * Connects. A process that is being replaced is waited for.
     *
     * @throws IOException when that was not possible for so long, with the reason, and when it was closed meanwhile
     */
    void connect(Duration limit) throws IOException, InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        for (; ; ) {
            try {
                connected(socket.connect());
                return;
            } catch (IOException e) {
                if (isClosed() || System.nanoTime() > end) {
                    throw new IOException(
                            "the host's process cannot be reached on " + socket.file() + ": " + e.getMessage(), e);
                }
                LOG.debug("the host's process is not reached now", e);
            }
            boolean unused = wakings.tryAcquire(AGAIN_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private void connected(SocketChannel made) throws IOException {
        made.configureBlocking(true);
        synchronized (this) {
            channel = Optional.of(made);
            if (!closed) {
                return;
            }
        }
        made.close();
        throw new IOException("nobody waits for an answer any more");
    }

    private synchronized SocketChannel channel() {
        return channel.orElseThrow(() -> new IllegalStateException("it is not connected"));
    }

    /** Says this, as far as it is taken: what the other end thinks of it is read. Large parts come from {@code blobs}. */
    void say(BlobSource blobs, Message... messages) {
        MessageWriter writer = new MessageWriter(Channels.newOutputStream(channel()), blobs);
        try {
            for (Message message : messages) {
                writer.write(message);
            }
        } catch (IOException e) {
            LOG.debug("the host's process has not taken all that was said", e);
        }
    }

    /** Returns what is answered, whose large parts go to {@code blobs}. */
    MessageReader reader(BlobSink blobs) {
        return new MessageReader(input(), new WireDecoder(Limits.ANSWERS, blobs));
    }

    /** Returns the bytes that are answered. */
    InputStream input() {
        return Channels.newInputStream(channel());
    }

    /** Waits until {@link #wake} is called, or was, or the connection is closed. */
    void sleep() throws InterruptedException {
        wakings.acquire();
    }

    /** Ends one {@link #sleep}. */
    void wake() {
        wakings.release();
    }

    /** Ends whatever waits for it. May be called more than once. */
    @Override
    public void close() {
        Optional<SocketChannel> open;
        synchronized (this) {
            closed = true;
            open = channel;
        }
        wakings.release();
        try {
            if (open.isPresent()) {
                open.get().close();
            }
        } catch (IOException e) {
            LOG.debug("closing a connection failed", e);
        }
    }
}
