package org.albatross.threads;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Makes every thread of the platform, with a name, as a daemon. What escapes one, {@code Error}s included, is logged and
 * handed to {@link Thread#getDefaultUncaughtExceptionHandler}, by which the launcher ends the platform: a process that
 * lives and does not answer is worse than one that has ended, for unikernels outlive it and the next start takes them
 * over. Only a task of a pool may fail by a {@link RuntimeException}: that is logged, and costs this task alone.
 * docs/concurrency.md lists all threads. For any thread.
 */
public final class PlatformThreads {
    private static final long IDLE_SECONDS = 10;

    private PlatformThreads() {}

    /** Returns a thread that is not started. */
    public static Thread thread(String name, Runnable body) {
        return thread(name, body, Escape.OF_THREAD);
    }

    private static Thread thread(String name, Runnable body, Escape escape) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler(escape);
        return thread;
    }

    /**
     * Returns a pool of {@code number} threads {@code name-1}, {@code name-2} and so on, each started when it is first
     * needed, with an unbounded queue. A task that comes after the shutdown is dropped.
     */
    public static ThreadPoolExecutor pool(String name, int number) {
        return new ThreadPoolExecutor(
                number,
                number,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                numbered(name),
                new ThreadPoolExecutor.DiscardPolicy());
    }

    /**
     * Returns a {@link #pool(String, int)} that tells how long each task has taken.
     *
     * @param took is told on the task's thread
     */
    public static ExecutorService timedPool(String name, int number, Consumer<Duration> took) {
        return new TimedPool(pool(name, number), took);
    }

    /**
     * Returns a pool that takes a thread for each task, an idle one where there is one; they end after a while without a
     * task. Whoever uses it bounds the number. A task that comes after the shutdown is dropped.
     */
    public static ThreadPoolExecutor unboundedPool(String name) {
        return new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                numbered(name),
                new ThreadPoolExecutor.DiscardPolicy());
    }

    /**
     * Returns one thread for delayed and repeated tasks, started when it is first needed. What a task throws is not kept
     * in its future alone, but escapes as from any other thread. What is delayed beyond the shutdown never runs, and what
     * comes after it is dropped.
     */
    public static ScheduledThreadPoolExecutor timer(String name) {
        return new Timer(name);
    }

    private static ThreadFactory numbered(String name) {
        AtomicInteger last = new AtomicInteger();
        return task -> thread(name + "-" + last.incrementAndGet(), task, Escape.OF_TASK);
    }
}
