package org.albatross.console.internal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.albatross.host.HostFiles.Fifo;

/** A fifo that holds what a test puts into it. */
final class FakeFifo implements Fifo {
    private byte[] content = new byte[0];
    private int position;
    private boolean closed;
    private boolean paused;

    synchronized FakeFifo write(String text) {
        return write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    synchronized FakeFifo write(byte[] bytes) {
        byte[] longer = new byte[content.length - position + bytes.length];
        System.arraycopy(content, position, longer, 0, content.length - position);
        System.arraycopy(bytes, 0, longer, content.length - position, bytes.length);
        content = longer;
        position = 0;
        return this;
    }

    synchronized boolean isEmpty() {
        return position == content.length;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public synchronized int read(ByteBuffer direct) {
        int count = Math.min(direct.remaining(), content.length - position);
        direct.put(content, position, count);
        position += count;
        return count;
    }

    synchronized boolean isPaused() {
        return paused;
    }

    @Override
    public synchronized void pause(Duration atMost) {
        paused = true;
        notifyAll();
    }

    @Override
    public synchronized void resume() {
        paused = false;
        notifyAll();
    }

    /** Waits until it may be read. */
    synchronized void awaitResumed() throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (paused && System.nanoTime() < end) {
            wait(100);
        }
        if (paused) {
            throw new AssertionError("the fifo is still paused");
        }
    }

    @Override
    public int capacity() {
        return 1 << 20;
    }

    @Override
    public synchronized void close() {
        closed = true;
    }
}
