package org.albatross.supervisor.internal;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.albatross.core.Core;
import org.albatross.core.Effect;
import org.albatross.core.Input;
import org.albatross.core.Now;
import org.albatross.core.State;
import org.albatross.core.Transition;
import org.albatross.threads.PlatformThreads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that holds the state: applies inputs in their order, and hands out their effects. */
final class CoreThread {
    private static final Logger LOG = LoggerFactory.getLogger(CoreThread.class);

    /** What happens around the application of an input, on this thread. It must not wait. */
    interface Hooks {
        /** An input is about to be applied. */
        void before(Input input);

        /** These are to be done. */
        void perform(List<Effect> effects);

        /** An input could not be applied, by a mistake of ours; the state is as it was. */
        void failed(Input input, RuntimeException mistake);

        /** The effects of an input have been handed out. */
        void after(Input input);
    }

    private final InputQueue inputs;
    private final Clock clock;
    private final Random random;
    private final Hooks hooks;
    private final Thread thread;
    private volatile State state;
    private CountDownLatch before = new CountDownLatch(0);

    /** Holds {@code state} from {@link #start} on. */
    CoreThread(State state, InputQueue inputs, Clock clock, Random random, Hooks hooks) {
        this.inputs = inputs;
        this.state = state;
        this.clock = clock;
        this.random = random;
        this.hooks = hooks;
        this.thread = PlatformThreads.thread("albatross-core", this::run);
    }

    /** Returns the present state: what was answered or told of is in it. For any thread. */
    State state() {
        return state;
    }

    /** Begins to apply what was posted. Returns when all that was posted before has been: questions are answered from there on. */
    void start() {
        CountDownLatch begun = new CountDownLatch(inputs.length());
        before = begun;
        thread.start();
        try {
            begun.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the thread behind the input that it may be applying; the rest is forgotten. */
    void stop(Duration limit) throws InterruptedException {
        thread.interrupt();
        thread.join(limit.toMillis());
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                apply(inputs.take());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void apply(Input input) {
        try {
            hooks.before(input);
            Transition transition =
                    Core.apply(state, input, new Now(clock.instant(), System.nanoTime(), random.nextDouble()));
            state = transition.state();
            hooks.perform(transition.effects());
        } catch (RuntimeException e) {
            LOG.error("The input {} could not be applied", input.getClass().getSimpleName(), e);
            hooks.failed(input, e);
        } finally {
            hooks.after(input);
            before.countDown();
        }
    }
}
