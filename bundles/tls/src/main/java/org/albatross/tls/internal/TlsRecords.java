package org.albatross.tls.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.albatross.session.Transport;

/**
 * The encrypted bytes of a connection in both directions: those that have come and were not decrypted, and those that
 * were encrypted and are not written. One thread at a time reads; what is written is guarded by this object's lock, so that
 * another thread may write meanwhile. Nothing here waits.
 */
final class TlsRecords {
    /** The most plaintext that a record holds (RFC 8446, section 5.1). */
    private static final int MOST_PLAINTEXT = 1 << 14;

    /** What one read takes of the kernel: two records of full length. */
    private static final int INBOUND = 34 << 10;

    /** Room for a flight of a handshake, or for several records of an answer that are written together. */
    private static final int OUTBOUND = 68 << 10;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Transport raw;
    private final SSLEngine engine;
    private final int packet;

    /** From its position to its limit lies what was not decrypted. */
    private ByteBuffer inbound = NOTHING;

    /** From its position to its limit lies what was not written. */
    private ByteBuffer outbound = NOTHING;

    /** How many bytes at the front of the next {@link #write} are among what was not written. */
    private int encrypted;

    private long received;
    private boolean ended;

    /** The records of a connection of which no byte has come. */
    TlsRecords(Transport raw, SSLEngine engine) {
        this.raw = raw;
        this.engine = engine;
        this.packet = engine.getSession().getPacketBufferSize();
    }

    /** Returns how many encrypted bytes have come. */
    long received() {
        return received;
    }

    /** Returns how many encrypted bytes have come and were not decrypted. */
    int undecrypted() {
        return inbound.remaining();
    }

    /** Reads what there is; returns how many bytes, -1 at the end of the stream. */
    int fill() throws IOException {
        if (ended) {
            return -1;
        }
        if (!inbound.hasRemaining()) {
            if (inbound.capacity() == 0) {
                inbound = ByteBuffer.allocate(INBOUND);
            }
            inbound.clear();
        } else {
            inbound.compact();
        }
        int count;
        try {
            count = raw.read(inbound);
        } finally {
            inbound.flip();
        }
        received += Math.max(count, 0);
        ended = count < 0;
        return count;
    }

    /**
     * Returns how much room has to be where a record is decrypted. It is more than the most plaintext that one holds: the
     * engine wants room for what a full record may have beside it, and takes nothing where there is less.
     */
    int room() {
        return engine.getSession().getApplicationBufferSize();
    }

    /** Decrypts at most one record; {@code target} has {@link #room}. */
    SSLEngineResult unwrap(ByteBuffer target) throws SSLException {
        return engine.unwrap(inbound, target);
    }

    /** Encrypts what the engine has to say by itself: of a handshake, or an alert. Returns whether all was written. */
    synchronized boolean speak() throws IOException {
        while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
            if (!hasRoom() && !flush()) {
                return false;
            }
            if (wrap(NOTHING.duplicate()).getStatus() == SSLEngineResult.Status.CLOSED) {
                break;
            }
        }
        return flush();
    }

    /** Says that nothing more follows, as far as the peer takes it now. */
    synchronized void sayGoodbye() {
        try {
            engine.closeOutbound();
            if (hasRoom()) {
                wrap(NOTHING.duplicate());
            }
            flush();
        } catch (IOException e) {
            release(); // the peer is gone
        }
    }

    /**
     * Encrypts and writes bytes, in records in which nothing else is. What it takes of {@code source} is written: bytes whose
     * records could be written in part alone are not taken, and must come again at the front of the next call.
     *
     * @return how many bytes were taken
     */
    synchronized int write(ByteBuffer source) throws IOException {
        int start = source.position();
        if (!flush()) {
            return 0;
        }
        source.position(start + encrypted);
        encrypted = 0;
        while (source.hasRemaining()) {
            int length = encrypt(source.duplicate());
            if (!flush()) {
                encrypted = length;
                break;
            }
            source.position(source.position() + length);
        }
        return source.position() - start;
    }

    /** Encrypts as much as there is room for; returns how many bytes. */
    private int encrypt(ByteBuffer source) throws IOException {
        int start = source.position();
        int end = source.limit();
        while (source.position() < end && hasRoom()) {
            source.limit(Math.min(end, source.position() + MOST_PLAINTEXT));
            if (wrap(source).getStatus() != SSLEngineResult.Status.OK) {
                throw new IOException("the TLS connection is closed");
            }
        }
        return source.position() - start;
    }

    private boolean hasRoom() {
        if (outbound.capacity() == 0) {
            outbound = ByteBuffer.allocate(OUTBOUND).limit(0);
        }
        if (!outbound.hasRemaining()) {
            outbound.clear().limit(0);
        }
        return outbound.capacity() - outbound.limit() >= packet;
    }

    private SSLEngineResult wrap(ByteBuffer source) throws SSLException {
        int unwritten = outbound.position();
        outbound.position(outbound.limit()).limit(outbound.capacity());
        try {
            return engine.wrap(source, outbound);
        } finally {
            outbound.limit(outbound.position()).position(unwritten);
        }
    }

    /** Writes what is taken now; returns whether nothing is left. */
    synchronized boolean flush() throws IOException {
        while (outbound.hasRemaining()) {
            if (raw.write(outbound) == 0) {
                return false;
            }
        }
        return true;
    }

    /** Tells whether something that was encrypted is not written. */
    synchronized boolean isUnwritten() {
        return outbound.hasRemaining();
    }

    /** Gives memory back that is not in use: nothing has happened for a moment. */
    void release() {
        if (!inbound.hasRemaining()) {
            inbound = NOTHING;
        }
        synchronized (this) {
            if (!outbound.hasRemaining()) {
                outbound = NOTHING;
            }
        }
    }
}
