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
final class KeyedSerialExecutor {
    private static final Logger LOG = LoggerFactory.getLogger(KeyedSerialExecutor.class);

    private final Executor pool;
    private final Map<Name, Queue<Task>> waiting = new HashMap<>();

    /** A task, and where it runs when it is its turn. */
    private record Task(Executor threads, Runnable body) {}

    KeyedSerialExecutor(Executor pool) {
        this.pool = pool;
    }

    /** Runs a task on the pool, behind those of the same name. */
    void run(Name name, Runnable task) {
        run(name, pool, task);
    }

    /** Runs a task on other threads, behind those of the same name. */
    void run(Name name, Executor threads, Runnable task) {
        synchronized (waiting) {
            Queue<Task> queue = waiting.get(name);
            if (queue != null) {
                queue.add(new Task(threads, task));
                return;
            }
            waiting.put(name, new ArrayDeque<>());
        }
        threads.execute(() -> perform(name, task));
    }

    private void perform(Name name, Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("A task about {} failed by a defect of the platform", name, e);
        } finally {
            goOn(name);
        }
    }

    private void goOn(Name name) {
        Task next;
        synchronized (waiting) {
            Queue<Task> queue = waiting.get(name);
            next = queue == null ? null : queue.poll();
            if (next == null) {
                waiting.remove(name);
                return;
            }
        }
        next.threads().execute(() -> perform(name, next.body()));
    }
}
