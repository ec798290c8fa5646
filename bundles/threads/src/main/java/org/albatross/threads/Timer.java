package org.albatross.threads;

import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/** A scheduled executor whose tasks are wrapped into futures by the JDK, from which their failures are taken out again. */
final class Timer extends ScheduledThreadPoolExecutor {
    Timer(String name) {
        super(1, task -> PlatformThreads.thread(name, task), new ThreadPoolExecutor.DiscardPolicy());
        setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        setRemoveOnCancelPolicy(true);
    }

    @Override
    protected void afterExecute(Runnable task, @Nullable Throwable thrown) {
        super.afterExecute(task, thrown);
        if (task instanceof Future<?> future && future.isDone()) {
            try {
                future.get();
            } catch (CancellationException e) {
                return; // which is not a failure
            } catch (ExecutionException e) {
                Escape.OF_THREAD.uncaughtException(
                        Thread.currentThread(),
                        Optional.ofNullable(e.getCause()).orElse(e));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
