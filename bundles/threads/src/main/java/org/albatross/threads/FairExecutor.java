package org.albatross.threads;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Runs tasks that accounts have asked for: at most so many at once, in total and of one account. What has to wait is
 * taken from the accounts in turn, so that one with a long queue delays no other. For any thread.
 */
public final class FairExecutor {
    private final Executor threads;
    private final int most;
    private final int mostOfAccount;
    private final int mostWaiting;
    private final Map<String, Integer> running = new HashMap<>();
    private final Map<String, Queue<Runnable>> waiting = new LinkedHashMap<>();
    private int total;

    /**
     * Begins tasks on {@code threads}, which has a thread for each of {@code most}.
     *
     * @param most how many tasks run at once
     * @param mostOfAccount how many of these may be one account's
     * @param mostWaiting how many more of one account may wait before {@link #submit} refuses one
     */
    public FairExecutor(Executor threads, int most, int mostOfAccount, int mostWaiting) {
        this.threads = threads;
        this.most = most;
        this.mostOfAccount = mostOfAccount;
        this.mostWaiting = mostWaiting;
    }

    /** Runs a task when it is the account's turn; returns a refusal when too many wait already. */
    public Optional<String> submit(String account, Runnable task) {
        return submitHolding(account, place -> {
            try {
                task.run();
            } finally {
                place.run();
            }
        });
    }

    /**
     * Runs a task that keeps its place among those that run at once beyond its own end, until it, or whatever it has
     * handed it to, runs what it is given. A task that throws gives its place back.
     *
     * @return a refusal when too many wait already
     */
    public Optional<String> submitHolding(String account, Consumer<Runnable> task) {
        synchronized (this) {
            Queue<Runnable> queue = waiting.get(account);
            if (queue != null && queue.size() >= mostWaiting) {
                return Optional.of("at most " + mostWaiting + " commands of " + account
                        + " may wait, and as many do; try again later");
            }
            enqueue(account, () -> hold(account, task));
        }
        begin();
        return Optional.empty();
    }

    /** Runs a task when it is the account's turn, however many wait: one whose number is bounded by other means. */
    public void execute(String account, Runnable task) {
        synchronized (this) {
            enqueue(account, () -> {
                try {
                    task.run();
                } finally {
                    ended(account);
                }
            });
        }
        begin();
    }

    private void enqueue(String account, Runnable task) {
        waiting.computeIfAbsent(account, first -> new ArrayDeque<>()).add(task);
    }

    private void hold(String account, Consumer<Runnable> task) {
        AtomicBoolean over = new AtomicBoolean();
        Runnable place = () -> {
            if (over.compareAndSet(false, true)) {
                ended(account);
            }
        };
        boolean returned = false;
        try {
            task.accept(place);
            returned = true;
        } finally {
            if (!returned) {
                place.run();
            }
        }
    }

    private void ended(String account) {
        synchronized (this) {
            total--;
            running.computeIfPresent(account, (key, count) -> count == 1 ? null : count - 1);
        }
        begin();
    }

    private void begin() {
        List<Runnable> begun = new ArrayList<>();
        synchronized (this) {
            for (Optional<Runnable> next = next(); next.isPresent(); next = next()) {
                begun.add(next.get());
            }
        }
        begun.forEach(threads::execute);
    }

    /** Returns the account whose turn it is; a loop, since every command passes here several times. */
    private Optional<String> turn() {
        for (String account : waiting.keySet()) {
            if (running.getOrDefault(account, 0) < mostOfAccount) {
                return Optional.of(account);
            }
        }
        return Optional.empty();
    }

    private Optional<Runnable> next() {
        if (total >= most) {
            return Optional.empty();
        }
        Optional<String> turn = turn();
        if (turn.isEmpty()) {
            return Optional.empty();
        }
        Queue<Runnable> queue = waiting.remove(turn.get());
        Runnable task = queue.remove();
        if (!queue.isEmpty()) {
            waiting.put(turn.get(), queue); // behind the others
        }
        running.merge(turn.get(), 1, Integer::sum);
        total++;
        return Optional.of(task);
    }
}
