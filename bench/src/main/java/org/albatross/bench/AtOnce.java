package org.albatross.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients that do the same at the same time. */
final class AtOnce {
    private static final double MILLIS_PER_SECOND = 1000;

    private AtOnce() {}

    /** What is done, with the number of each time. */
    @FunctionalInterface
    interface Task {
        /** Does it once; an exception ends the measurement. */
        void run(int number) throws IOException, InterruptedException;
    }

    /** How often in a second, when it is done {@code times} times by so many clients, each on a thread of its own. */
    static double perSecond(int times, int clients, Task task) throws IOException, InterruptedException {
        AtomicInteger next = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        try {
            double millis = Stopwatch.millis(() -> {
                List<Future<?>> all = new ArrayList<>();
                for (int i = 0; i < clients; i++) {
                    all.add(threads.submit(() -> {
                        for (int number = next.getAndIncrement(); number < times; number = next.getAndIncrement()) {
                            task.run(number);
                        }
                        return null;
                    }));
                }
                for (Future<?> one : all) {
                    try {
                        one.get();
                    } catch (ExecutionException e) {
                        throw new IOException("a client failed", e);
                    }
                }
            });
            return times * MILLIS_PER_SECOND / millis;
        } finally {
            threads.shutdownNow();
        }
    }
}
