package org.albatross.session;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ThreadPoolExecutor;
import org.albatross.threads.PlatformThreads;

/**
 * Threads for the work of peers: at most so many at once, in total and for one account. What has to wait is
 * taken from the accounts in turn, so that one with a long queue delays no other.
 */
final class FairExecutor {
    private final Share limit;
    private final Map<String, Integer> running = new HashMap<>();
    private final Map<String, Queue<Runnable>> waiting = new LinkedHashMap<>();
    private final ThreadPoolExecutor threads;
    private int total;

    /** An executor without threads yet; these end when there is nothing to do for a while. */
    FairExecutor(String name, Share limit) {
        this.limit = limit;
        this.threads = PlatformThreads.unboundedPool(name);
    }

    /** Runs a task as soon as a thread may be taken. Returns at once. */
    synchronized void submit(String account, Runnable task) {
        waiting.computeIfAbsent(account, first -> new ArrayDeque<>()).add(task);
        begin();
    }

    /** Lets what runs end, and begins nothing more. */
    void stop() {
        threads.shutdown();
    }

    private synchronized void begin() {
        while (total < limit.most()) {
            String account = waiting.keySet().stream()
                    .filter(candidate -> running.getOrDefault(candidate, 0) < limit.perAccount())
                    .findFirst()
                    .orElse(null);
            if (account == null) {
                return;
            }
            Queue<Runnable> queue = waiting.remove(account);
            Runnable task = queue.remove();
            if (!queue.isEmpty()) {
                waiting.put(account, queue);
            }
            running.merge(account, 1, Integer::sum);
            total++;
            threads.execute(() -> run(account, task));
        }
    }

    private void run(String account, Runnable task) {
        try {
            task.run();
        } finally {
            ended(account);
        }
    }

    private synchronized void ended(String account) {
        total--;
        running.computeIfPresent(account, (key, count) -> count == 1 ? null : count - 1);
        begin();
    }
}
