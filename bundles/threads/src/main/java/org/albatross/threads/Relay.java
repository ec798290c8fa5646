package org.albatross.threads;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls a listener on a thread of its own, behind a queue of bounded length: one that is slow or fails delays nobody.
 * What becomes of a call for which there is no room is for the caller to say. For any thread.
 *
 * @param <L> the listener
 */
public final class Relay<L> {
    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);

    private final L listener;
    private final BlockingQueue<Consumer<L>> calls;
    private final Thread thread;

    /** Keeps at most {@code length} calls. */
    public Relay(String threadName, L listener, int length) {
        this(threadName, listener, new ArrayBlockingQueue<>(length));
    }

    /** Takes calls from a queue that is bounded, and may hold some already. */
    Relay(String threadName, L listener, BlockingQueue<Consumer<L>> calls) {
        this.listener = listener;
        this.calls = calls;
        thread = PlatformThreads.thread(threadName, this::run);
    }

    /** Begins to call. */
    public void start() {
        thread.start();
    }

    /** Begins no call any more. */
    public void stop() {
        thread.interrupt();
    }

    /** Keeps a call for later, unless there is no room. */
    public boolean offer(Consumer<L> call) {
        return calls.offer(call);
    }

    /** Forgets the calls that have not begun, and keeps this one. For one thread at a time, beside {@link #offer}. */
    public void replace(Consumer<L> call) {
        calls.clear();
        calls.add(call);
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                call(calls.take());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void call(Consumer<L> call) {
        try {
            call.accept(listener);
        } catch (RuntimeException e) {
            LOG.warn("{} failed", listener, e);
        }
    }
}
