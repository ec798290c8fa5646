package org.albatross.supervisor.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.albatross.disk.DurableFiles;
import org.albatross.store.StateLock;
import org.albatross.supervisor.internal.run.Timers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notices within seconds when the lock of a directory is removed under the platform that holds it, and takes it again. */
final class LockWatch {
    private static final Logger LOG = LoggerFactory.getLogger(LockWatch.class);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

    private final List<StateLock> locks;
    private final Executor pool;
    private final Timers timers;
    private final Map<StateLock, String> lost = new ConcurrentHashMap<>();

    LockWatch(List<StateLock> locks, Executor pool, Timers timers) {
        this.locks = List.copyOf(locks);
        this.pool = pool;
        this.timers = timers;
    }

    /** Looks every few seconds from now on. */
    void start() {
        timers.after(LOOK_AGAIN, () -> pool.execute(this::look));
    }

    private void look() {
        try {
            locks.forEach(this::keep);
        } finally {
            start();
        }
    }

    private void keep(StateLock lock) {
        try {
            if (lock.keep()) {
                LOG.warn("{} was removed or replaced while this platform holds it, and was taken again", lock.file());
            }
            lost.remove(lock);
        } catch (IOException e) {
            String reason = DurableFiles.describe(e);
            if (!reason.equals(lost.put(lock, reason))) {
                LOG.error(
                        "{} was removed or replaced while this platform holds it, and cannot be taken again, so that"
                                + " another platform could use the same directory: {}",
                        lock.file(),
                        reason);
            }
        }
    }
}
