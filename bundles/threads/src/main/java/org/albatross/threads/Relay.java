package org.albatross.threads;

import java.util.Optional;
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
    private final CallQueue<L> calls;
    private final Thread thread;
    private volatile boolean stopped;

    /** Keeps at most {@code length} calls. */
    public Relay(String threadName, L listener, int length) {
        this(threadName, listener, new CallQueue<>(length));
    }

    /** Takes calls from a queue that may hold some already. */
    Relay(String threadName, L listener, CallQueue<L> calls) {
        this.listener = listener;
        this.calls = calls;
        thread = PlatformThreads.thread(threadName, this::run);
    }

    /** Begins to call. */
    public void start() {
        thread.start();
    }

    /** Begins no call any more, from its return on; one that has begun is interrupted. */
    public void stop() {
        calls.change(() -> stopped = true);
        thread.interrupt();
    }

    /** Keeps a call for later, unless there is no room. */
    public boolean offer(Consumer<L> call) {
        return calls.offer(call);
    }

    /** Forgets the calls that have not begun, and keeps this one. */
    public void replace(Consumer<L> call) {
        calls.replace(call);
    }

    private void run() {
        try {
            for (Optional<Consumer<L>> next = next(); next.isPresent(); next = next()) {
                call(next.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<Consumer<L>> next() throws InterruptedException {
        return calls.take(() -> stopped);
    }

    private void call(Consumer<L> call) {
        try {
            call.accept(listener);
        } catch (RuntimeException e) {
            LOG.warn("{} failed", listener, e);
        }
    }
}
