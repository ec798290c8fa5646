package org.albatross.host.linux.internal;

import static org.albatross.host.linux.internal.SystemCall.EINTR;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.albatross.threads.PlatformThreads;

/** What a thread does that first changes something of itself alone, as its user or its CPUs, and ends afterwards. */
final class OwnThread {
    private OwnThread() {}

    /**
     * Returns what the action returns.
     *
     * @param attempt what is attempted, as {@code cannot open /dev/net/tun}
     * @param action returns {@code -errno} where it fails
     */
    static int call(String attempt, IntSupplier action) throws ErrnoException {
        AtomicInteger returned = new AtomicInteger(-EINTR);
        Thread thread = PlatformThreads.thread("albatross-host-call", () -> returned.set(action.getAsInt()));
        thread.start();
        join(thread);
        int result = returned.get();
        if (result < 0) {
            throw new ErrnoException(attempt, -result);
        }
        return result;
    }

    /** Waits for its end, whatever comes: only then is it known whether the action was done. */
    private static void join(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
