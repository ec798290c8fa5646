package org.albatross.supervisor.internal;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.albatross.model.Name;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks on a bounded pool: those of one name one after the other in the order in which they came, those of
 * different names side by side. For any thread.
 */
final class Lanes {
    private static final Logger LOG = LoggerFactory.getLogger(Lanes.class);

    private final Executor pool;
    private final Map<Name, Queue<Runnable>> waiting = new HashMap<>();

    Lanes(Executor pool) {
        this.pool = pool;
    }

    /** Runs a task behind those of the same name. */
    void run(Name name, Runnable task) {
        synchronized (waiting) {
            Queue<Runnable> queue = waiting.get(name);
            if (queue != null) {
                queue.add(task);
                return;
            }
            waiting.put(name, new ArrayDeque<>());
        }
        pool.execute(() -> perform(name, task));
    }

    private void perform(Name name, Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("A task about {} failed by a mistake of the platform", name, e);
        }
        Runnable next;
        synchronized (waiting) {
            Queue<Runnable> queue = waiting.get(name);
            next = queue == null ? null : queue.poll();
            if (next == null) {
                waiting.remove(name);
                return;
            }
        }
        Runnable following = next;
        pool.execute(() -> perform(name, following));
    }
}
