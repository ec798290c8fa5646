package org.albatross.tls.internal;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.albatross.session.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of a connection on which everything is said: what the peer still sends is read and dropped until it ends too, or for a
 * moment. Closed at once, the kernel would answer its bytes with a reset, at which a peer may forget what it was told.
 */
final class LingeringClose {
    private static final Logger LOG = LoggerFactory.getLogger(LingeringClose.class);
    private static final Duration LONGEST = Duration.ofSeconds(2);
    private static final int READS_PER_TURN = 16;

    private final Transport raw;
    private final SocketChannel channel;
    private final Runnable over;
    private long end;
    private boolean closed;

    /**
     * The end of a connection, that has not come.
     *
     * @param channel the socket below the transport
     * @param over runs when the connection is closed
     */
    LingeringClose(Transport raw, SocketChannel channel, Runnable over) {
        this.raw = raw;
        this.channel = channel;
        this.over = over;
    }

    /** Ends our output. */
    void begin() {
        end = System.nanoTime() + LONGEST.toNanos();
        try {
            channel.shutdownOutput();
        } catch (IOException e) {
            LOG.debug("a peer has gone first", e);
            close();
        }
        ready();
    }

    /** Something can be read. */
    void ready() {
        try {
            int count = 1;
            for (int i = 0; i < READS_PER_TURN && count > 0 && !closed; i++) {
                count = raw.read(raw.buffer().clear());
            }
            if (count < 0) {
                close();
            } else if (!closed) {
                raw.interest(true, false);
            }
        } catch (IOException e) {
            LOG.debug("a peer has gone", e);
            close();
        }
    }

    /** To be called now and then. */
    void tick() {
        if (System.nanoTime() - end > 0) {
            close();
        }
    }

    /** Closes the connection now. Also after the transport's thread has ended. */
    void close() {
        if (!closed) {
            closed = true;
            raw.close();
            over.run();
        }
    }
}
