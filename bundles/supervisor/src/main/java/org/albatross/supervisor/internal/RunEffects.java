package org.albatross.supervisor.internal;

import java.util.Optional;
import org.albatross.core.Effect;
import org.albatross.core.Input;
import org.albatross.model.Text;
import org.albatross.supervisor.internal.run.RunControl;

/** Launches, ends and cleans up runs. Called by the core's thread; does not wait. */
final class RunEffects {
    private final OrderedEffects ordered;
    private final RunControl runs;
    private final StoreEffects stores;

    RunEffects(OrderedEffects ordered, RunControl runs, StoreEffects stores) {
        this.ordered = ordered;
        this.runs = runs;
        this.stores = stores;
    }

    void launch(Effect.Launch effect) {
        ordered.run(effect.name(), () -> runs.launch(effect));
    }

    void terminate(Effect.Terminate effect) {
        ordered.run(effect.name(), () -> runs.terminate(effect.name(), effect.runId()));
    }

    void clean(Effect.Clean effect) {
        ordered.perform(
                effect.name(),
                () -> {
                    boolean desired = stores.isDesired(effect.name());
                    Optional<Text> lastLine = runs.clean(effect.name(), effect.runId(), desired);
                    return new Input.Cleaned(effect.name(), effect.runId(), lastLine);
                },
                reason -> new Input.Cleaned(effect.name(), effect.runId(), Optional.empty()));
    }
}
