package org.albatross.supervisor.internal.run;

import java.time.Duration;
import java.util.concurrent.Executor;
import org.albatross.core.Input;

/** Where outcomes of runs are told, and what is done later or beside others is done. For any thread; never waits. */
public final class RunScheduler {
    private final Inputs inputs;
    private final Executor pool;
    private final Timers timers;

    /** Tells outcomes to {@code inputs} and works on {@code pool}. */
    public RunScheduler(Inputs inputs, Executor pool, Timers timers) {
        this.inputs = inputs;
        this.pool = pool;
        this.timers = timers;
    }

    /** Tells what has happened. */
    void tell(Input input) {
        inputs.post(input);
    }

    /** Runs a task that may take a while. */
    void run(Runnable task) {
        pool.execute(task);
    }

    /** Runs a task that may take a while, after a delay. */
    void runAfter(Duration delay, Runnable task) {
        timers.after(delay, () -> pool.execute(task));
    }

    /** Runs a task that does not wait for anything, after a delay. */
    void after(Duration delay, Runnable task) {
        timers.after(delay, task);
    }
}
