package org.albatross.session;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The bytes of one connection. Nothing here waits. A transport has a thread on which its handler is called, and all
 * methods but {@link #write} and {@link #execute} are to be called; several transports may share one.
 */
public interface Transport {
    /** What a transport tells. */
    interface Handler {
        /**
         * Called when something of what is {@linkplain Transport#interest waited for} is possible.
         *
         * @param peerHasClosed whether the peer has closed both directions. What it had sent can still be read, to the
         *     end of the stream and without waiting; there is no further call. A transport that cannot tell this from a
         *     peer that has only ended its output says {@code false}: the next write fails then.
         */
        void ready(boolean peerHasClosed);

        /** Called now and then, whatever is waited for. */
        void tick();
    }

    /** Begins to call a handler, which waits for bytes. */
    void open(Handler handler) throws IOException;

    /** Reads what there is; returns how many bytes, -1 at the end of the stream. */
    int read(ByteBuffer target) throws IOException;

    /** Writes what is taken now; returns how many bytes. For any thread, one at a time. */
    int write(ByteBuffer source) throws IOException;

    /** Says what is waited for from now on. */
    void interest(boolean reading, boolean writing);

    /** Runs a task soon, on the transport's thread. For any thread. */
    void execute(Runnable task);

    /** Tells whether its thread has been at work for a while, so that what can be done elsewhere should be. On this thread. */
    boolean isBusy();

    /** Returns a buffer that may be used until the caller returns, and that nobody keeps. */
    ByteBuffer buffer();

    /** Says that nothing has happened for a moment, nor will as far as one can tell. */
    void rest();

    /** Closes the connection. Also after its thread has ended. May be called more than once. */
    void close();
}
