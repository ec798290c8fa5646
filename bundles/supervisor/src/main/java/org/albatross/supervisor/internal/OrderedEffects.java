package org.albatross.supervisor.internal;

import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.albatross.core.Input;
import org.albatross.model.Name;
import org.albatross.supervisor.internal.run.Inputs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Performs effects that take time: those about one unikernel in their order, those about different ones side by side.
 * Whatever happens, each that has an outcome has exactly one. For any thread.
 */
final class OrderedEffects {
    private static final Logger LOG = LoggerFactory.getLogger(OrderedEffects.class);

    private final KeyedSerialExecutor serial;
    private final Executor pool;
    private final Inputs inputs;

    /** Performs effects on {@code pool}, unless another executor is named, and tells outcomes to {@code inputs}. */
    OrderedEffects(Executor pool, Inputs inputs) {
        this.serial = new KeyedSerialExecutor(pool);
        this.pool = pool;
        this.inputs = inputs;
    }

    /** Performs what tells its outcome itself. */
    void run(Name name, Runnable effect) {
        serial.run(name, effect);
    }

    /**
     * Performs an effect and tells its outcome.
     *
     * @param failure the outcome, by the reason, when the effect fails by a defect of the platform
     */
    void perform(Name name, Supplier<Input> effect, Function<String, Input> failure) {
        perform(name, pool, effect, failure);
    }

    /** Performs an effect on other threads and tells its outcome; see {@link #perform(Name, Supplier, Function)}. */
    void perform(Name name, Executor threads, Supplier<Input> effect, Function<String, Input> failure) {
        serial.run(name, threads, () -> {
            Input outcome = failure.apply("internal error, the platform's log says which");
            try {
                outcome = effect.get();
            } catch (RuntimeException e) {
                LOG.error("An effect about {} failed by a defect of the platform", name, e);
                outcome = failure.apply("internal error: " + e);
            } finally {
                inputs.post(outcome);
            }
        });
    }
}
