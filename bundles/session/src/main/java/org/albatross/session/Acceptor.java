package org.albatross.session;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accepts what comes on a listening socket, which belongs to somebody else and stays open. */
final class Acceptor implements Transport.Handler {
    private static final Logger LOG = LoggerFactory.getLogger(Acceptor.class);

    private static final int ACCEPTS_PER_TURN = 16;
    /** So many turns in a row look for one connection only: to find that there is none takes as long as to accept one. */
    private static final int TURNS_OF_ONE = 4;

    private final ServerSocketChannel listening;
    private final Consumer<SocketChannel> accepted;
    private final Runnable exhausted;
    private final EventLoop.Registration registration;
    private boolean failing;
    private int fullTurns;

    /**
     * Begins to accept. To be made on the loop's thread.
     *
     * @param accepted takes each connection, on the loop's thread
     * @param exhausted is called when none can be accepted: for want of descriptors as a rule
     */
    Acceptor(ServerSocketChannel listening, EventLoop loop, Consumer<SocketChannel> accepted, Runnable exhausted)
            throws IOException {
        this.listening = listening;
        this.accepted = accepted;
        this.exhausted = exhausted;
        listening.configureBlocking(false);
        this.registration = loop.register(listening, SelectionKey.OP_ACCEPT, this);
    }

    @Override
    public void ready(boolean hungUp) {
        boolean full = accept(fullTurns < TURNS_OF_ONE ? 1 : ACCEPTS_PER_TURN);
        fullTurns = full ? Math.min(fullTurns + 1, TURNS_OF_ONE) : 0;
    }

    /**
     * Not all at once: those that have to go for the new ones are closed in between.
     *
     * @return whether there were as many as were looked for
     */
    private boolean accept(int most) {
        try {
            int count = 0;
            for (SocketChannel next = listening.accept(); next != null; next = listening.accept()) {
                failing = false;
                accepted.accept(next);
                count++;
                if (count == most) {
                    return true;
                }
            }
        } catch (IOException e) {
            if (!failing) {
                LOG.warn("connections cannot be accepted for now", e);
            }
            failing = true;
            registration.interest(0);
            exhausted.run();
        }
        return false;
    }

    /** Tries again after a failure, as when descriptors had run out. */
    @Override
    public void tick() {
        if (failing) {
            registration.interest(SelectionKey.OP_ACCEPT);
        }
    }

    /** Accepts what waits, and no more; what comes waits in the backlog. To be called on the loop's thread. */
    void stop() {
        accept(Integer.MAX_VALUE);
        registration.cancel();
    }
}
