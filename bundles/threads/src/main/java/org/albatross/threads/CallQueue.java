package org.albatross.threads;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The calls that wait for a listener, of bounded number. It outlives the relay that takes from it: once that one is told to
 * stop it takes none any more, and what is left waits for the next one. For any thread.
 *
 * @param <L> the listener
 */
final class CallQueue<L> {
    private final Queue<Consumer<L>> calls = new ArrayDeque<>();
    private final int length;

    /** Holds at most {@code length} calls. */
    CallQueue(int length) {
        this.length = length;
    }

    /** Keeps a call, and returns whether there was room. */
    synchronized boolean offer(Consumer<L> call) {
        if (calls.size() >= length) {
            return false;
        }
        calls.add(call);
        notifyAll();
        return true;
    }

    /** Forgets what waits, and keeps this one. */
    synchronized void replace(Consumer<L> call) {
        calls.clear();
        calls.add(call);
        notifyAll();
    }

    /**
     * Waits for a call and takes it.
     *
     * @param stopped whether whoever waits is to take none any more; changed by {@link #change} only
     * @return none when it is stopped
     */
    synchronized Optional<Consumer<L>> take(BooleanSupplier stopped) throws InterruptedException {
        while (!stopped.getAsBoolean() && calls.isEmpty()) {
            wait();
        }
        return stopped.getAsBoolean() ? Optional.empty() : Optional.of(calls.remove());
    }

    /** Changes something on which those who wait depend. */
    synchronized void change(Runnable change) {
        change.run();
        notifyAll();
    }
}
