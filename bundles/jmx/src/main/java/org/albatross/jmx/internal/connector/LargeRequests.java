package org.albatross.jmx.internal.connector;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Sees to it that few large requests, as pieces of images, are in memory at once. For any thread. */
final class LargeRequests {
    private static final long WITHIN_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final int most;
    private final Semaphore free;
    private final Map<ClientSocket, Long> begun = new ConcurrentHashMap<>();

    /** At most {@code most} may be. */
    LargeRequests(int most) {
        this.most = most;
        this.free = new Semaphore(most, true);
    }

    /**
     * Waits until a connection may read a large request, which it then has to have within 30 s. Asked again while it reads.
     *
     * @throws IOException when it takes longer
     */
    void begin(ClientSocket socket) throws IOException {
        Long since = begun.get(socket);
        if (since != null) {
            if (System.nanoTime() - since > WITHIN_NANOS) {
                throw new IOException("a large request has not come within 30 s");
            }
            return;
        }
        try {
            if (!free.tryAcquire(WITHIN_NANOS, TimeUnit.NANOSECONDS)) {
                throw new IOException(most + " large requests are being read; try again later");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (InterruptedIOException) new InterruptedIOException("interrupted").initCause(e);
        }
        begun.put(socket, System.nanoTime());
    }

    /** Says that a connection's request was answered, or that it is closed. */
    void end(ClientSocket socket) {
        if (begun.remove(socket) != null) {
            free.release();
        }
    }
}
