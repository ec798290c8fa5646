package org.albatross.local.internal;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads for the work of users: at most so many at once, in total and for one user. What has to wait is
 * taken from the users in turn, so that one with a long queue delays no other.
 */
final class Workers {
    private static final long IDLE_SECONDS = 10;

    private final int most;
    private final int mostPerUser;
    private final Map<Long, Integer> running = new HashMap<>();
    private final Map<Long, Queue<Runnable>> waiting = new LinkedHashMap<>();
    private final ThreadPoolExecutor threads;
    private int total;

    /** Workers without threads yet; these end when there is nothing to do for a while. */
    Workers(String name, int most, int mostPerUser) {
        this.most = most;
        this.mostPerUser = mostPerUser;
        AtomicInteger count = new AtomicInteger();
        this.threads = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                task -> {
                    Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                },
                new ThreadPoolExecutor.DiscardPolicy());
    }

    /** Runs a task as soon as a thread may be taken. Returns at once. */
    synchronized void submit(long user, Runnable task) {
        waiting.computeIfAbsent(user, first -> new ArrayDeque<>()).add(task);
        begin();
    }

    /** Lets what runs end, and begins nothing more. */
    void stop() {
        threads.shutdown();
    }

    private synchronized void begin() {
        while (total < most) {
            Long user = waiting.keySet().stream()
                    .filter(candidate -> running.getOrDefault(candidate, 0) < mostPerUser)
                    .findFirst()
                    .orElse(null);
            if (user == null) {
                return;
            }
            Queue<Runnable> queue = waiting.remove(user);
            Runnable task = queue.remove();
            if (!queue.isEmpty()) {
                waiting.put(user, queue);
            }
            running.merge(user, 1, Integer::sum);
            total++;
            threads.execute(() -> run(user, task));
        }
    }

    private void run(long user, Runnable task) {
        try {
            task.run();
        } finally {
            ended(user);
        }
    }

    private synchronized void ended(long user) {
        total--;
        running.computeIfPresent(user, (key, count) -> count == 1 ? null : count - 1);
        begin();
    }
}
