package org.albatross.session;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A transport without a socket or a thread: what the peer sends is given, what it gets is kept, and its tasks run when it
 * is told to.
 */
final class MemoryTransport implements Transport {
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    private final ByteBuffer received = ByteBuffer.allocate(1 << 16).flip();
    private final ByteBuffer sent = ByteBuffer.allocate(1 << 16);
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private Handler handler = new Handler() {
        @Override
        public void ready(boolean peerHasClosed) {}

        @Override
        public void tick() {}
    };
    private final List<Integer> writes = new ArrayList<>();
    private boolean reading;
    private boolean left;
    private boolean closed;
    private boolean busy;

    /** Lets bytes arrive. */
    void arrive(byte[] bytes) {
        received.compact().put(bytes).flip();
        if (reading) {
            handler.ready(false);
        }
        run();
    }

    /** Lets the peer end the stream. */
    void leave() {
        left = true;
        if (reading) {
            handler.ready(false);
        }
        run();
    }

    /** Lets a moment go by. */
    void tick() {
        handler.tick();
        run();
    }

    /** Tells whether bytes are waited for. */
    boolean isReading() {
        return reading;
    }

    /** Runs the tasks that were given. */
    void run() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    /** Returns how many bytes each write had. */
    synchronized List<Integer> writes() {
        return List.copyOf(writes);
    }

    /** Returns what the peer got, and forgets it. */
    synchronized byte[] take() {
        byte[] bytes = new byte[sent.flip().remaining()];
        sent.get(bytes);
        sent.clear();
        return bytes;
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void open(Handler opened) {
        handler = opened;
        reading = true;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        int count = Math.min(target.remaining(), received.remaining());
        target.put(received.slice(received.position(), count));
        received.position(received.position() + count);
        return count == 0 && left ? -1 : count;
    }

    @Override
    public synchronized int write(ByteBuffer source) {
        int count = source.remaining();
        writes.add(count);
        sent.put(source);
        return count;
    }

    @Override
    public void interest(boolean read, boolean write) {
        reading = read;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    /** Says whether the thread has been at work for long. */
    void busy(boolean now) {
        busy = now;
    }

    @Override
    public boolean isBusy() {
        return busy;
    }

    @Override
    public ByteBuffer buffer() {
        return buffer;
    }

    @Override
    public void rest() {}

    @Override
    public void close() {
        closed = true;
    }
}
