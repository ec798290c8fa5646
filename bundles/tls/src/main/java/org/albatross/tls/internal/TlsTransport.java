package org.albatross.tls.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.albatross.session.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A TLS connection whose handshake is over, as a transport over another one. A byte counts as written when its record is:
 * what is closed when all was written has lost nothing. The peer's end of the stream is its {@code close_notify}, or that of the bytes below: each
 * message says itself where it ends.
 */
final class TlsTransport implements Transport, Transport.Handler {
    private static final Logger LOG = LoggerFactory.getLogger(TlsTransport.class);
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Transport raw;
    private final TlsRecords records;
    private final LingeringClose lingering;
    private Optional<Handler> handler = Optional.empty();

    /** What was decrypted and nobody has read. */
    private ByteBuffer decrypted = NOTHING;

    /** Whether nothing can be read before the transport below says so. */
    private boolean starved;

    private boolean reading = true;
    private boolean writing;
    private boolean again;
    private boolean closed;

    /**
     * Takes a connection over, whose transport is open already and says to this one what it has to say.
     *
     * @param lingering how it ends
     */
    TlsTransport(Transport raw, TlsRecords records, LingeringClose lingering) {
        this.raw = raw;
        this.records = records;
        this.lingering = lingering;
    }

    @Override
    public void open(Handler opened) {
        handler = Optional.of(opened);
        interest(true, false);
    }

    @Override
    public void ready(boolean peerHasClosed) {
        if (closed) {
            lingering.ready();
        } else {
            flush();
            handler.ifPresent(open -> open.ready(peerHasClosed));
        }
    }

    private void flush() {
        try {
            records.flush();
        } catch (IOException e) {
            LOG.debug("a peer takes nothing any more", e); // as who writes to it will find
        }
    }

    @Override
    public void tick() {
        if (closed) {
            lingering.tick();
        } else {
            handler.ifPresent(Handler::tick);
        }
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (!decrypted.hasRemaining()) {
            boolean direct = target.remaining() >= records.room();
            ByteBuffer into = direct ? target : ByteBuffer.allocate(records.room());
            int count = decrypt(into);
            starved = count == 0;
            if (direct || count <= 0) {
                return count;
            }
            decrypted = into.flip();
        }
        int count = Math.min(target.remaining(), decrypted.remaining());
        target.put(decrypted.slice(decrypted.position(), count));
        decrypted.position(decrypted.position() + count);
        if (!decrypted.hasRemaining()) {
            decrypted = NOTHING;
        }
        return count;
    }

    /** Decrypts the next record that holds something; returns how many bytes, 0 when there is none, -1 at the end. */
    private int decrypt(ByteBuffer target) throws IOException {
        for (; ; ) {
            SSLEngineResult result = unwrap(target);
            if (result.bytesProduced() > 0) {
                return result.bytesProduced();
            }
            if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
                return -1;
            }
            if (result.getStatus() == SSLEngineResult.Status.BUFFER_OVERFLOW) {
                throw new IOException("a record has more than " + target.remaining() + " bytes");
            }
            if (result.getHandshakeStatus() == HandshakeStatus.NEED_WRAP && !records.speak()) {
                return 0; // the peer has to take the answer to what it wants before more of it is read
            }
            if (result.getStatus() == SSLEngineResult.Status.BUFFER_UNDERFLOW) {
                int count = records.fill();
                if (count <= 0) {
                    return count;
                }
            }
        }
    }

    private SSLEngineResult unwrap(ByteBuffer target) throws IOException {
        try {
            return records.unwrap(target);
        } catch (SSLException e) {
            records.speak(); // an alert
            throw e;
        }
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        return records.write(source);
    }

    @Override
    public void interest(boolean toRead, boolean toWrite) {
        reading = toRead;
        writing = toWrite;
        raw.interest(reading, writing || records.isUnwritten());
        // What lies here already nobody else will tell of.
        if (reading && !again && (decrypted.hasRemaining() || (records.undecrypted() > 0 && !starved))) {
            again = true;
            raw.execute(() -> {
                again = false;
                if (!closed && reading) {
                    handler.ifPresent(open -> open.ready(false));
                }
            });
        }
    }

    @Override
    public void execute(Runnable task) {
        raw.execute(task);
    }

    @Override
    public boolean isBusy() {
        return raw.isBusy();
    }

    @Override
    public ByteBuffer buffer() {
        return raw.buffer();
    }

    @Override
    public void rest() {
        records.release();
        raw.rest();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            records.sayGoodbye();
            lingering.begin();
        }
    }

    /** Closes the connection without waiting for its peer. Also after the transport's thread has ended. */
    void abandon() {
        closed = true;
        lingering.close();
    }
}
