package org.albatross.remote.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.albatross.model.Reply;
import org.albatross.session.Transport;
import org.albatross.wire.Header;
import org.albatross.wire.Message;
import org.albatross.wire.WireEncoder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that is passed on: to the other process go the introduction and then what the client sends, to the client what
 * the other process says. Of each direction at most 64 KiB are held; who does not take them is not read from for. Its two
 * transports may be served by different threads for a moment, while they change their loop: everything is done under its lock,
 * and nothing waits.
 */
final class Passing {
    private static final Logger LOG = LoggerFactory.getLogger(Passing.class);
    private static final int READS_PER_TURN = 16;
    private static final Duration MOMENT = Duration.ofMillis(200);
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Transport client;
    private final HostSocket socket;
    private final Function<SocketChannel, Transport> sockets;
    private final PassingLimits limits;
    private final Runnable sent;
    private final Chunks answers = new Chunks();
    private final long began = System.nanoTime();

    private Optional<Transport> host = Optional.empty();
    private Optional<SocketChannel> channel = Optional.empty();

    /** What the other process has not taken: first of all the introduction. */
    private ByteBuffer upward;

    private boolean introduced;

    /** Whether the client ends what it sends, and whether the other process knows. */
    private boolean clientEnded;

    private boolean endTold;

    /** Whether the other process takes nothing more. */
    private boolean deaf;

    private boolean hostEnded;
    private boolean closed;
    private long lastMoved = System.nanoTime();

    /**
     * One that has not begun.
     *
     * @param sent runs once when the introduction is not needed any more
     */
    Passing(
            Transport client,
            ByteBuffer introduction,
            HostSocket socket,
            Function<SocketChannel, Transport> sockets,
            PassingLimits limits,
            Runnable sent) {
        this.client = client;
        this.upward = introduction;
        this.socket = socket;
        this.sockets = sockets;
        this.limits = limits;
        this.sent = sent;
    }

    /** Begins. On the thread of the client's transport. */
    synchronized void open() {
        try {
            client.open(new Transport.Handler() {
                @Override
                public void ready(boolean peerHasClosed) {
                    move();
                }

                @Override
                public void tick() {
                    look();
                }
            });
            client.interest(false, false);
            connect();
        } catch (IOException e) {
            LOG.debug("a client was gone before it was passed on", e);
            close();
        }
    }

    private void connect() {
        try {
            SocketChannel connected = socket.connect();
            channel = Optional.of(connected);
            Transport transport = sockets.apply(connected);
            host = Optional.of(transport);
            transport.open(new Transport.Handler() {
                @Override
                public void ready(boolean peerHasClosed) {
                    move();
                }

                @Override
                public void tick() {
                    // the client's does all
                }
            });
            move();
        } catch (IOException e) {
            if (System.nanoTime() - began > limits.reach().toNanos()) {
                LOG.error("the host's process cannot be reached on {}: {}", socket.file(), e.getMessage());
                fail("the platform cannot be reached by its edge for "
                        + limits.reach().toSeconds() + " s; try again later");
            } else {
                LOG.debug("the host's process is not reached now", e);
            }
        }
    }

    /** Passes on what there is, as far as it is taken, and waits for what the rest needs. */
    private synchronized void move() {
        if (closed || host.isEmpty()) {
            return;
        }
        up(host.get());
        down(host.get());
        if (!closed) {
            boolean answering = answers.chunk().hasRemaining();
            client.interest(!upward.hasRemaining() && !clientEnded && !deaf, answering);
            host.get().interest(!answering && !hostEnded, upward.hasRemaining());
        }
    }

    private void up(Transport to) {
        for (int reads = 0; !closed && !deaf; reads++) {
            tell(to);
            if (deaf || upward.hasRemaining() || clientEnded || reads == READS_PER_TURN) {
                return;
            }
            try {
                ByteBuffer buffer = client.buffer().clear();
                int count = client.read(buffer);
                if (count == 0) {
                    return;
                }
                clientEnded = count < 0;
                upward = count < 0 ? NOTHING : buffer.flip();
                tell(to);
                upward = copy(upward);
            } catch (IOException e) {
                LOG.debug("a client has left", e);
                close();
            }
        }
    }

    private static ByteBuffer copy(ByteBuffer bytes) {
        return bytes.hasRemaining()
                ? ByteBuffer.allocate(bytes.remaining()).put(bytes).flip()
                : NOTHING;
    }

    /** Writes to the other process what it takes. */
    private void tell(Transport to) {
        try {
            while (upward.hasRemaining() && to.write(upward) > 0) {
                lastMoved = System.nanoTime();
            }
            if (!upward.hasRemaining()) {
                upward = NOTHING;
                introduced();
                if (clientEnded && !endTold) {
                    endTold = true;
                    channel.orElseThrow().shutdownOutput();
                }
            }
        } catch (IOException e) {
            LOG.debug("the host's process takes no more of a connection", e); // what it has said is still to be read
            deaf = true;
            upward = NOTHING;
            introduced();
        }
    }

    private void introduced() {
        if (!introduced) {
            introduced = true;
            sent.run();
        }
    }

    private void down(Transport from) {
        try {
            for (int reads = 0; !closed; ) {
                ByteBuffer chunk = answers.chunk();
                if (chunk.hasRemaining()) {
                    int count = client.write(chunk);
                    lastMoved = count > 0 ? System.nanoTime() : lastMoved;
                    if (chunk.hasRemaining()) {
                        return;
                    }
                } else if (hostEnded) {
                    close();
                } else if (reads == READS_PER_TURN || !receive(from)) {
                    return;
                } else {
                    reads++;
                }
            }
        } catch (IOException e) {
            LOG.debug("a client takes nothing any more", e);
            close();
        }
    }

    /** Reads from the other process; returns whether anything came of it. */
    private boolean receive(Transport from) {
        ByteBuffer room = answers.room();
        int count;
        try {
            count = from.read(room);
        } catch (IOException e) {
            LOG.debug("the host's process has left a connection", e);
            count = -1;
        } finally {
            answers.received();
        }
        if (count < 0) {
            hostEnded = true;
            answers.end();
        }
        return count != 0;
    }

    /** To be done now and then. */
    private synchronized void look() {
        if (closed) {
            return;
        }
        long now = System.nanoTime();
        if (host.isEmpty()) {
            connect();
        } else if (!introduced && now - began > limits.reach().toNanos()) {
            LOG.error("the host's process takes nothing on {}", socket.file());
            fail("the platform takes nothing from its edge; try again later");
        } else if (answers.chunk().hasRemaining()
                && now - lastMoved > (hostEnded ? limits.rest() : limits.stall()).toNanos()) {
            LOG.debug("a client takes no answer");
            close();
        } else if (introduced && !upward.hasRemaining() && now - lastMoved > MOMENT.toNanos()) {
            rest();
        }
    }

    private void rest() {
        answers.release();
        client.rest();
        host.ifPresent(Transport::rest);
    }

    private void fail(String reason) {
        try {
            client.write(ByteBuffer.wrap(WireEncoder.frame(Message.answer(Header.UNKNOWN, new Reply.Failure(reason)))
                    .toBytes()));
        } catch (IOException e) {
            LOG.debug("a client has gone before it was told why", e);
        }
        close();
    }

    /** Ends it, on any thread. */
    void end() {
        client.execute(this::close);
    }

    private synchronized void close() {
        if (!closed) {
            closed = true;
            upward = NOTHING;
            introduced();
            host.ifPresent(Transport::close);
            client.close();
        }
    }
}
