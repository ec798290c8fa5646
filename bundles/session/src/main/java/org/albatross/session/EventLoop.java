package org.albatross.session;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.SelectorProvider;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.albatross.threads.PlatformThreads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A selector and the thread that waits on it. Everything that it calls runs on this thread, and must not
 * block.
 */
final class EventLoop {
    private static final Logger LOG = LoggerFactory.getLogger(EventLoop.class);
    private static final Duration TICK = Duration.ofMillis(250);
    private static final int BUFFER = 1 << 16;
    private static final Duration LONG = Duration.ofMillis(1);

    /** What is registered; to be used on the loop's thread. */
    static final class Registration {
        private final SelectionKey key;

        private Registration(SelectionKey key) {
            this.key = key;
        }

        /** Says what is waited for: operations of {@link SelectionKey}. A peer that hangs up is noticed always. */
        void interest(int operations) {
            if (key.isValid()) {
                key.interestOps(operations);
            }
        }

        /** Ends it. */
        void cancel() {
            key.cancel();
        }
    }

    private final Selector selector;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    private final Runnable tock;
    private final Thread thread;
    private volatile boolean stopped;
    private long lastTick = System.nanoTime();
    private long turn = System.nanoTime();

    /**
     * A loop that is not started.
     *
     * @param provider that of the channels: those of different ones do not mix
     * @param tock called now and then while something is registered
     */
    EventLoop(String name, SelectorProvider provider, Runnable tock) throws IOException {
        this.tock = tock;
        this.selector = provider.openSelector();
        this.thread = PlatformThreads.thread(name, this::run);
    }

    /** Starts its thread. */
    void start() {
        thread.start();
    }

    /** Ends its thread after all tasks that were given before; waits for that. Registered channels stay open. */
    void stop() throws InterruptedException, IOException {
        stopped = true;
        selector.wakeup();
        thread.join();
        selector.close();
    }

    /** Runs a task soon. May be called from any thread; after {@link #stop} nothing happens any more. */
    void execute(Runnable task) {
        tasks.add(task);
        if (Thread.currentThread() != thread) {
            selector.wakeup();
        }
    }

    /** Registers a channel that does not block. */
    Registration register(SelectableChannel channel, int operations, Transport.Handler handler) throws IOException {
        return new Registration(channel.register(selector, operations, handler));
    }

    /** Returns a direct buffer that whoever runs on the loop's thread may use until it returns. */
    ByteBuffer buffer() {
        return buffer;
    }

    /** Tells whether it has not looked for a millisecond what else there is to do: whoever comes now waits. On its thread. */
    boolean isBusy() {
        return System.nanoTime() - turn > LONG.toNanos();
    }

    private void run() {
        while (!stopped || !tasks.isEmpty()) {
            try {
                await();
            } catch (IOException e) {
                LOG.error("waiting for connections failed", e);
            }
            turn = System.nanoTime();
            for (SelectionKey key : selector.selectedKeys()) {
                attached(key).ifPresent(selectable -> guarded(() -> selectable.ready(isHungUp(key))));
            }
            selector.selectedKeys().clear();
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                guarded(task);
            }
            tick();
        }
    }

    private void await() throws IOException {
        if (stopped || !tasks.isEmpty()) {
            selector.selectNow();
        } else if (selector.keys().isEmpty()) {
            // junixsocket's select(0) does not wait, as that of the JDK does.
            selector.select();
        } else {
            selector.select(TICK.toMillis());
        }
    }

    private void tick() {
        if (System.nanoTime() - lastTick >= TICK.toNanos()) {
            lastTick = System.nanoTime();
            guarded(tock);
            for (SelectionKey key : selector.keys()) {
                attached(key).ifPresent(selectable -> guarded(selectable::tick));
            }
        }
    }

    /** The selectors of junixsocket end the registration of a channel whose peer has closed it. */
    private static boolean isHungUp(SelectionKey key) {
        return !key.isValid();
    }

    private static Optional<Transport.Handler> attached(SelectionKey key) {
        return Optional.ofNullable((Transport.Handler) key.attachment());
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (CancelledKeyException e) {
            LOG.debug("a connection was closed meanwhile", e);
        } catch (RuntimeException e) {
            LOG.error("handling a connection failed", e);
        }
    }
}
