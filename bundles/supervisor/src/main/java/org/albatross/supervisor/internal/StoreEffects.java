package org.albatross.supervisor.internal;

import java.io.IOException;
import java.util.Optional;
import org.albatross.core.Desired;
import org.albatross.core.Effect;
import org.albatross.core.Input;
import org.albatross.disk.DurableFiles;
import org.albatross.model.Name;
import org.albatross.model.Path;
import org.albatross.model.Policy;
import org.albatross.store.EntryStore;
import org.albatross.store.FinishedFile;
import org.albatross.supervisor.internal.run.RunControl;

/** Makes durable what is desired. Called by the core's thread; does not wait. */
final class StoreEffects {
    private final OrderedEffects ordered;
    private final EntryStore<Name, Desired> unikernels;
    private final EntryStore<Path, Policy> policies;
    private final FinishedFile finished;
    private final RunControl runs;

    StoreEffects(
            OrderedEffects ordered,
            EntryStore<Name, Desired> unikernels,
            EntryStore<Path, Policy> policies,
            FinishedFile finished,
            RunControl runs) {
        this.ordered = ordered;
        this.unikernels = unikernels;
        this.policies = policies;
        this.finished = finished;
        this.runs = runs;
    }

    void store(Effect.Store effect) {
        Name name = effect.name();
        ordered.perform(
                name,
                () -> {
                    try {
                        change(unikernels, name, effect.desired());
                        if (effect.desired().isEmpty()) {
                            runs.forget(name);
                        }
                        return new Input.Stored(name, effect.ticket());
                    } catch (IOException e) {
                        return new Input.NotStored(name, effect.ticket(), DurableFiles.describe(e));
                    }
                },
                reason -> new Input.NotStored(name, effect.ticket(), reason));
    }

    void storePolicies(Effect.StorePolicies effect) {
        ordered.perform(
                effect.changes().firstKey().asName(),
                () -> {
                    try {
                        policies.change(effect.changes());
                        return new Input.PoliciesStored(effect.ticket());
                    } catch (IOException e) {
                        return new Input.PoliciesNotStored(effect.ticket(), DurableFiles.describe(e));
                    }
                },
                reason -> new Input.PoliciesNotStored(effect.ticket(), reason));
    }

    private static <K extends Comparable<K>, V> void change(EntryStore<K, V> store, K key, Optional<V> value)
            throws IOException {
        if (value.isPresent()) {
            store.store(key, value.get());
        } else {
            store.remove(key);
        }
    }

    void remember(Effect.Remember effect) {
        finished.keep(effect.finished());
    }

    /** Tells whether it is durable that a unikernel is desired. */
    boolean isDesired(Name name) {
        return unikernels.contains(name);
    }
}
