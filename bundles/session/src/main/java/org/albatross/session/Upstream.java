package org.albatross.session;

import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/**
 * Another process, which decides about connections that are passed on to it and carries out what is asked on them. A
 * service: while there is one, nothing is decided here.
 */
public interface Upstream {
    /**
     * Returns how that process is told whom a connection is for. Takes as long as the certificates are large; for any thread.
     *
     * @param chain the certificates that were presented, the leaf first
     * @param peer where the connection comes from
     * @param time when that was
     */
    ByteBuffer introduction(List<X509Certificate> chain, String peer, Instant time);

    /**
     * Passes a connection on, with what is said on it from now on in both directions; returns at once. On the transport's
     * thread.
     *
     * @param transport is not open yet, and is closed in the end
     * @param introduction what was made for it
     * @param sockets makes transports of connected sockets, which are served by the loops of this one
     * @param sent runs once when the introduction is not held any more
     * @return what ends it, on any thread
     */
    Runnable pass(
            Transport transport, ByteBuffer introduction, Function<SocketChannel, Transport> sockets, Runnable sent);
}
