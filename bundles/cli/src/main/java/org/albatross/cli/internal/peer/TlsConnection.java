package org.albatross.cli.internal.peer;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/**
 * TLS over a connected socket, as its client. The engine says whom the peer is trusted to be. For one thread that reads and one
 * that writes.
 */
final class TlsConnection implements Streams {
    private static final int MOST_PLAINTEXT = 1 << 14;
    private static final int HEADER = 5;
    private static final int LENGTH_AT = 3;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Streams raw;
    private final SSLEngine engine;
    private final InputStream in;
    private final OutputStream out;

    /** What was decrypted and not read. */
    private ByteBuffer decrypted = NOTHING;

    /** Whether a record was written in part, behind which none can follow. */
    private boolean broken;

    /** What one record is encrypted into; also the lock of whoever writes. */
    private final ByteBuffer encrypted;

    private TlsConnection(Streams raw, SSLEngine engine) {
        this.raw = raw;
        this.engine = engine;
        this.in = new BufferedInputStream(raw.input(), 1 << 16);
        this.out = raw.output();
        this.encrypted = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    }

    /**
     * Takes a connection over, and shakes hands. The peer may think otherwise of our certificates than this: that is told by
     * what is read then.
     *
     * @throws javax.net.ssl.SSLException when it does not come to that, with the trust manager's exception as a cause
     */
    static TlsConnection of(Streams raw, SSLEngine engine) throws IOException {
        TlsConnection connection = new TlsConnection(raw, engine);
        try {
            engine.beginHandshake();
            connection.shakeHands();
        } catch (SSLException e) {
            connection.speak(); // an alert, by which the peer learns why
            throw e;
        }
        return connection;
    }

    private void shakeHands() throws IOException {
        for (; ; ) {
            HandshakeStatus status = engine.getHandshakeStatus();
            if (status == HandshakeStatus.NEED_TASK) {
                for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                    task.run();
                }
            } else if (status == HandshakeStatus.NEED_WRAP) {
                speak();
            } else if (status == HandshakeStatus.NEED_UNWRAP) {
                if (decrypt() < 0) {
                    throw new EOFException("the peer closed the connection during the TLS handshake");
                }
            } else {
                return;
            }
        }
    }

    /** Says what the engine has to say by itself. */
    private void speak() throws IOException {
        synchronized (encrypted) {
            while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP
                    && encrypt(NOTHING.duplicate()) != SSLEngineResult.Status.CLOSED) {
                if (engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
                    return;
                }
            }
        }
    }

    /** Encrypts one record and sends it. */
    private SSLEngineResult.Status encrypt(ByteBuffer source) throws IOException {
        encrypted.clear();
        SSLEngineResult.Status status = engine.wrap(source, encrypted).getStatus();
        broken = true;
        out.write(encrypted.array(), 0, encrypted.position());
        broken = false;
        return status;
    }

    /** Reads and decrypts one record; returns how many bytes came of it, -1 at the end of the stream. */
    private int decrypt() throws IOException {
        byte[] header = in.readNBytes(HEADER);
        if (header.length < HEADER) {
            return -1;
        }
        int length = Byte.toUnsignedInt(header[LENGTH_AT]) << Byte.SIZE | Byte.toUnsignedInt(header[LENGTH_AT + 1]);
        ByteBuffer record = ByteBuffer.allocate(HEADER + length).put(header);
        if (in.readNBytes(record.array(), HEADER, length) < length) {
            return -1;
        }
        record.clear();
        // More than a record holds: the engine wants room for what a full one may have beside it, and takes nothing
        // with less.
        ByteBuffer target = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
        SSLEngineResult result = engine.unwrap(record, target);
        if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
            return -1;
        }
        if (record.hasRemaining()) {
            throw new SSLException(record.remaining() + " bytes of a record were not taken");
        }
        decrypted = target.flip();
        return decrypted.remaining();
    }

    @Override
    public InputStream input() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                if (length == 0) {
                    return 0;
                }
                while (!decrypted.hasRemaining()) {
                    if (decrypt() < 0) {
                        return -1;
                    }
                    speak(); // an answer to what the peer's TLS wants, if it does
                }
                int count = Math.min(length, decrypted.remaining());
                decrypted.get(bytes, offset, count);
                return count;
            }

            @Override
            public int available() {
                return decrypted.remaining();
            }
        };
    }

    @Override
    public OutputStream output() {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                ByteBuffer source = ByteBuffer.wrap(bytes, offset, length);
                synchronized (encrypted) {
                    while (source.hasRemaining()) {
                        int end = source.limit();
                        source.limit(Math.min(end, source.position() + MOST_PLAINTEXT));
                        SSLEngineResult.Status status = encrypt(source);
                        source.limit(end);
                        if (status == SSLEngineResult.Status.CLOSED) {
                            throw new IOException("the peer has closed the connection");
                        }
                    }
                }
            }
        };
    }

    @Override
    public void waitForEver() {
        raw.waitForEver();
    }

    /** Says goodbye as far as the peer takes it, and closes the connection. */
    @Override
    public void close() throws IOException {
        try {
            synchronized (encrypted) {
                if (!broken) {
                    engine.closeOutbound();
                    encrypt(NOTHING.duplicate());
                }
            }
        } catch (IOException e) {
            broken = true; // it has gone first
        } finally {
            raw.close();
        }
    }
}
