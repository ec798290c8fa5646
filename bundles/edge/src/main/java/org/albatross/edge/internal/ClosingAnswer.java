package org.albatross.edge.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Consumer;
import org.albatross.session.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An answer behind which its connection is closed, once the peer has taken it. Of the transport's thread, but for {@link #close}. */
final class ClosingAnswer implements Transport.Handler {
    private static final Logger LOG = LoggerFactory.getLogger(ClosingAnswer.class);

    private final Transport transport;
    private final ByteBuffer bytes;
    private final Duration limit;
    private final Consumer<ClosingAnswer> over;
    private long moved = System.nanoTime();
    private boolean closed;

    /**
     * Nothing is said yet.
     *
     * @param limit how long the peer may take none of the bytes
     * @param over is told once when the connection is closed
     */
    ClosingAnswer(Transport transport, ByteBuffer bytes, Duration limit, Consumer<ClosingAnswer> over) {
        this.transport = transport;
        this.bytes = bytes;
        this.limit = limit;
        this.over = over;
    }

    /** Begins. */
    void open() {
        try {
            transport.open(this);
            transport.interest(false, true);
            write();
        } catch (IOException e) {
            leave(e);
        }
    }

    @Override
    public void ready(boolean peerHasClosed) {
        if (peerHasClosed) {
            close();
        } else {
            write();
        }
    }

    private void write() {
        try {
            while (!closed && bytes.hasRemaining() && transport.write(bytes) > 0) {
                moved = System.nanoTime();
            }
            if (!bytes.hasRemaining()) {
                close();
            }
        } catch (IOException e) {
            leave(e);
        }
    }

    private void leave(IOException why) {
        LOG.debug("the edge was gone before it took an answer", why);
        close();
    }

    @Override
    public void tick() {
        if (System.nanoTime() - moved > limit.toNanos()) {
            LOG.debug("the edge takes no answer");
            close();
        }
    }

    /** Closes the connection. Also after the transport's thread has ended. */
    void close() {
        if (!closed) {
            closed = true;
            transport.close();
            over.accept(this);
        }
    }
}
