package org.albatross.jmx.internal.connector;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.albatross.endpoint.EndpointTls;
import org.albatross.pki.TrustedChain;
import org.jspecify.annotations.Nullable;

/**
 * A connection as RMI sees it, which bounds what its peer can make it cost: the bytes of a request, how many requests somebody may send
 * who is not known, how long an answer may wait to be taken. RMI reads from a connection and serves what came on one thread, which
 * {@link #current} uses.
 *
 * <p>RMI's registry lets whoever comes from an address of this host bind names. So RMI is told an address that no host has.
 */
final class ClientSocket extends Socket {
    /** From how many bytes on a request counts as a large one, of which few are read at once. */
    static final int LARGE = 1 << 16;

    /** The most requests of somebody who is not known. */
    static final int REQUESTS_OF_STRANGER = 32;

    private static final int IDLE_MILLIS = (int) TimeUnit.SECONDS.toMillis(60);
    private static final ThreadLocal<@Nullable ClientSocket> CURRENT = new ThreadLocal<>();
    private static final InetAddress NOBODYS = nobodys();

    private final Socket accepted;
    private final Socket inner;
    private final Optional<EndpointTls> tls;
    private final LargeRequests large;
    private final LargeRequests largeOfStrangers;
    private final StrangersRequests strangers;
    private final Runnable closed;
    private final long since = System.nanoTime();
    private volatile Optional<TrustedChain> chain = Optional.empty();
    private volatile boolean trusted;
    private volatile long writing;

    /**
     * Takes over a connection.
     *
     * @param large is asked before much is read
     * @param largeOfStrangers likewise, until it is known who sends it
     * @param strangers counts its requests, until that is known
     * @param closed is run once it is closed, at least once
     */
    ClientSocket(
            Socket accepted,
            Optional<EndpointTls> tls,
            LargeRequests large,
            LargeRequests largeOfStrangers,
            StrangersRequests strangers,
            Runnable closed)
            throws IOException {
        this.largeOfStrangers = largeOfStrangers;
        this.strangers = strangers;
        this.accepted = accepted;
        this.tls = tls;
        this.large = large;
        this.closed = closed;
        this.inner = tls.isPresent() ? tls.get().over(accepted) : accepted;
    }

    private static InetAddress nobodys() {
        try {
            return InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 1}); // RFC 5737: for documentation
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the connection by which what this thread serves has come. */
    static Optional<ClientSocket> current() {
        return Optional.ofNullable(CURRENT.get());
    }

    /** Returns the verified certificates of the peer, by TLS. */
    Optional<TrustedChain> chain() {
        return chain;
    }

    /** Returns where the peer is. */
    String peer() {
        return ((InetSocketAddress) accepted.getRemoteSocketAddress())
                .getAddress()
                .getHostAddress();
    }

    /** Says that somebody who is known uses it. */
    void trust() {
        trusted = true;
    }

    /** Tells whether somebody who is known uses it. */
    boolean isTrusted() {
        return trusted;
    }

    /** Closes it when it is of nobody known for too long, or when the peer takes nothing. */
    void expire(long nanos, long strangerNanos, long writeNanos) {
        long write = writing;
        boolean stranger = !trusted && nanos - since > strangerNanos;
        if (stranger || (write != 0 && nanos - write > writeNanos)) {
            closeQuietly();
        }
    }

    void closeQuietly() {
        try {
            // At once, and not behind what TLS would still say.
            accepted.close();
        } catch (IOException e) {
            SocketException unused = new SocketException(e.getMessage());
        } finally {
            closed.run();
        }
    }

    /** What comes, counted from one answer to the next. */
    private final class Requests extends FilterInputStream {
        private long bytes;
        private int answers;
        private boolean known;

        Requests(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            CURRENT.set(ClientSocket.this);
            int count = super.read(buffer, offset, length);
            if (!known && inner instanceof SSLSocket socket) {
                known = true;
                chain = tls.orElseThrow().takeChain(socket);
            }
            boolean begins = bytes == 0;
            bytes += Math.max(0, count);
            check(begins);
            return count;
        }

        private void check(boolean begins) throws IOException {
            if (!trusted && answers > REQUESTS_OF_STRANGER) {
                throw new IOException("a stranger sends more than " + REQUESTS_OF_STRANGER + " requests");
            }
            if (!trusted && begins && !strangers.take()) {
                throw new IOException("strangers send more than " + StrangersRequests.MOST + " requests a minute");
            }
            if (bytes > SerialFilters.MOST_BYTES) {
                throw new IOException("a request has more than " + SerialFilters.MOST_BYTES + " bytes");
            }
            if (bytes > LARGE) {
                // A client that has logged in opens connections at will, which show whose they are by their first
                // request.
                (trusted ? large : largeOfStrangers).begin(ClientSocket.this);
            }
        }

        void answered() {
            if (bytes > 0) {
                answers++;
            }
            bytes = 0;
            large.end(ClientSocket.this);
            largeOfStrangers.end(ClientSocket.this);
        }
    }

    private @Nullable Requests requests;

    @Override
    public synchronized InputStream getInputStream() throws IOException {
        if (requests == null) {
            requests = new Requests(inner.getInputStream());
        }
        return requests;
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new FilterOutputStream(inner.getOutputStream()) {
            @Override
            public void write(int one) throws IOException {
                write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                Requests answered = requests;
                if (answered != null) {
                    answered.answered();
                }
                writing = System.nanoTime() | 1;
                try {
                    out.write(bytes, offset, length);
                } finally {
                    writing = 0;
                }
            }
        };
    }

    @Override
    public InetAddress getInetAddress() {
        return NOBODYS;
    }

    @Override
    public int getPort() {
        return accepted.getPort();
    }

    @Override
    public InetAddress getLocalAddress() {
        return accepted.getLocalAddress();
    }

    @Override
    public int getLocalPort() {
        return accepted.getLocalPort();
    }

    @Override
    public SocketAddress getRemoteSocketAddress() {
        return new InetSocketAddress(NOBODYS, getPort());
    }

    @Override
    public SocketAddress getLocalSocketAddress() {
        return accepted.getLocalSocketAddress();
    }

    @Override
    public void setTcpNoDelay(boolean on) throws SocketException {
        inner.setTcpNoDelay(on);
    }

    /** Never longer than a minute: who pauses longer than that within a request, or between two, connects again. */
    @Override
    public synchronized void setSoTimeout(int millis) throws SocketException {
        inner.setSoTimeout(millis == 0 ? IDLE_MILLIS : Math.min(millis, IDLE_MILLIS));
    }

    @Override
    public synchronized int getSoTimeout() throws SocketException {
        return inner.getSoTimeout();
    }

    @Override
    public void setKeepAlive(boolean on) throws SocketException {
        inner.setKeepAlive(on);
    }

    @Override
    public boolean isConnected() {
        return accepted.isConnected();
    }

    @Override
    public boolean isClosed() {
        return accepted.isClosed();
    }

    @Override
    public synchronized void close() {
        large.end(this);
        largeOfStrangers.end(this);
        closeQuietly();
    }

    @Override
    public String toString() {
        return "a JMX client at " + accepted.getRemoteSocketAddress();
    }
}
