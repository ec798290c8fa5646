package org.albatross.cli.internal.peer;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * A connected socket as two streams that do not wait for each other: an answer may come while a large command is still
 * being sent. A wait in either ends with a {@link SilentPeerException} when for a while no byte has moved in any
 * direction. For one thread that reads and one that writes.
 */
final class Connection implements Streams {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final SocketChannel channel;
    private final Selector readable;
    private final Selector writable;
    private volatile Duration limit;
    private volatile long moved = System.nanoTime();

    /**
     * Takes a connected channel over.
     *
     * @param limit how long nothing may move; zero for ever
     */
    Connection(SocketChannel channel, Duration limit) throws IOException {
        this.channel = channel;
        this.limit = limit;
        channel.configureBlocking(false);
        this.readable = Selector.open();
        this.writable = Selector.open();
        channel.register(readable, SelectionKey.OP_READ);
        channel.register(writable, SelectionKey.OP_WRITE);
    }

    @Override
    public void waitForEver() {
        limit = Duration.ZERO;
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
                ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
                long began = System.nanoTime();
                int count = channel.read(buffer);
                while (count == 0) {
                    await(readable, began);
                    count = channel.read(buffer);
                }
                moved = System.nanoTime();
                return count;
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
                ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
                long began = System.nanoTime();
                while (buffer.hasRemaining()) {
                    if (channel.write(buffer) > 0) {
                        moved = System.nanoTime();
                    } else {
                        await(writable, began);
                    }
                }
            }
        };
    }

    /** Waits until something may move; a wait that began later than the last byte moved has its whole time. */
    private void await(Selector selector, long began) throws IOException {
        long allowed = limit.toNanos();
        long silent = System.nanoTime() - (moved - began > 0 ? moved : began);
        if (allowed > 0 && silent >= allowed) {
            throw new SilentPeerException(limit);
        }
        selector.select(allowed == 0 ? 0 : (allowed - silent) / NANOS_PER_MILLI + 1);
        selector.selectedKeys().clear();
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted");
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        readable.close();
        writable.close();
    }
}
