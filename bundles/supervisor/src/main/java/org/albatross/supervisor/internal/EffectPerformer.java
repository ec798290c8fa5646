package org.albatross.supervisor.internal;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.albatross.api.EventSink;
import org.albatross.core.Desired;
import org.albatross.core.Effect;
import org.albatross.core.Input;
import org.albatross.core.RequestId;
import org.albatross.model.EventRecord;
import org.albatross.model.Name;
import org.albatross.model.Path;
import org.albatross.model.Policy;
import org.albatross.model.Refusal;
import org.albatross.model.Text;
import org.albatross.store.DurableFiles;
import org.albatross.store.EntryStore;
import org.albatross.store.FinishedFile;
import org.albatross.store.ImageIntake;
import org.albatross.store.ImageStore;
import org.albatross.supervisor.internal.run.Inputs;
import org.albatross.supervisor.internal.run.RunControl;
import org.albatross.supervisor.internal.run.Timers;
import org.albatross.threads.Relays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Performs effects: what takes time in order with what else is to be done about its unikernel, the rest at once. Whatever happens, an effect
 * that has an outcome has exactly one. Called by the core's thread.
 */
final class EffectPerformer implements Effect.Handler, CoreThread.Hooks {
    private static final Logger LOG = LoggerFactory.getLogger(EffectPerformer.class);

    /** What effects are performed with. */
    record Tools(
            Requests requests,
            Relays<EventSink> events,
            RunRelays runs,
            KeyedSerialExecutor serial,
            Executor pool,
            PeerExecutors peers,
            Timers timers,
            ImageStore images,
            ImageVerifier verifier,
            FileSender sender,
            BlockPerformer blocks,
            EntryStore<Name, Desired> unikernels,
            EntryStore<Path, Policy> policies,
            RunControl runControl,
            FinishedFile finished,
            Clock clock) {}

    private final Tools tools;
    private final Inputs inputs;
    private final List<RequestId> answered = new ArrayList<>();

    /** Tells outcomes to {@code inputs}. */
    EffectPerformer(Tools tools, Inputs inputs) {
        this.tools = tools;
        this.inputs = inputs;
    }

    @Override
    public void before(Input input) {
        tools.runs().tell(input);
        if (input instanceof Input.Staged staged) {
            tools.images().keep(staged.spec().image());
        }
    }

    @Override
    public void perform(List<Effect> effects) {
        effects.forEach(effect -> effect.accept(this));
    }

    @Override
    public void failed(Input input, RuntimeException mistake) {
        if (input instanceof Input.Asked asked) {
            tools.requests().fail(asked.request(), new Refusal.Internal(String.valueOf(mistake)));
            answered.add(asked.request());
        }
    }

    @Override
    public void after(Input input) {
        if (input instanceof Input.Staged staged) {
            tools.images().letGo(staged.spec().image());
        }
        answered.forEach(tools.requests()::forget);
        answered.clear();
    }

    @Override
    public void answer(Effect.Answer effect) {
        tools.requests().answer(effect.request(), effect.reply());
        answered.add(effect.request());
    }

    @Override
    public void refuse(Effect.Refuse effect) {
        tools.requests().fail(effect.request(), effect.refusal());
        answered.add(effect.request());
    }

    @Override
    public void sendImage(Effect.SendImage effect) {
        tools.sender().send(effect);
    }

    @Override
    public void stage(Effect.Stage effect) {
        tools.verifier().expect(effect.ticket());
        inOrder(
                effect.name(),
                task -> tools.peers().stage(effect.request(), task),
                () -> tools.verifier().stage(effect),
                reason -> new Input.Refused(effect.name(), effect.ticket(), reason));
    }

    @Override
    public void verify(Effect.Verify effect) {
        tools.verifier().expect(effect.ticket());
        inOrder(
                effect.name(),
                () -> tools.verifier().verify(effect),
                reason -> new Input.Refused(effect.name(), effect.ticket(), reason));
    }

    @Override
    public void cancel(Effect.Cancel effect) {
        tools.verifier().cancel(effect.ticket());
    }

    @Override
    public void store(Effect.Store effect) {
        Name name = effect.name();
        inOrder(
                name,
                () -> {
                    try {
                        change(tools.unikernels(), name, effect.desired());
                        if (effect.desired().isEmpty()) {
                            tools.runControl().forget(name);
                        }
                        return new Input.Stored(name, effect.ticket());
                    } catch (IOException e) {
                        return new Input.NotStored(name, effect.ticket(), DurableFiles.describe(e));
                    }
                },
                reason -> new Input.NotStored(name, effect.ticket(), reason));
    }

    @Override
    public void storePolicy(Effect.StorePolicy effect) {
        Path path = effect.path();
        inOrder(
                path.asName(),
                () -> {
                    try {
                        change(tools.policies(), path, effect.policy());
                        return new Input.PolicyStored(path, effect.ticket());
                    } catch (IOException e) {
                        return new Input.PolicyNotStored(path, effect.ticket(), DurableFiles.describe(e));
                    }
                },
                reason -> new Input.PolicyNotStored(path, effect.ticket(), reason));
    }

    private static <K extends Comparable<K>, V> void change(EntryStore<K, V> store, K key, Optional<V> value)
            throws IOException {
        if (value.isPresent()) {
            store.store(key, value.get());
        } else {
            store.remove(key);
        }
    }

    @Override
    public void changeBlock(Effect.ChangeBlock effect) {
        tools.blocks().change(effect, inputs);
    }

    @Override
    public void dumpBlock(Effect.DumpBlock effect) {
        tools.blocks().dump(effect);
    }

    @Override
    public void launch(Effect.Launch effect) {
        tools.serial().run(effect.name(), () -> tools.runControl().launch(effect));
    }

    @Override
    public void terminate(Effect.Terminate effect) {
        tools.serial().run(effect.name(), () -> tools.runControl().terminate(effect.name(), effect.runId()));
    }

    @Override
    public void clean(Effect.Clean effect) {
        inOrder(
                effect.name(),
                () -> {
                    boolean desired = tools.unikernels().contains(effect.name());
                    Optional<Text> lastLine = tools.runControl().clean(effect.name(), effect.runId(), desired);
                    return new Input.Cleaned(effect.name(), effect.runId(), lastLine);
                },
                reason -> new Input.Cleaned(effect.name(), effect.runId(), Optional.empty()));
    }

    @Override
    public void release(Effect.Release effect) {
        tools.images().release(effect.image());
    }

    @Override
    public void drop(Effect.Drop effect) {
        tools.pool().execute(() -> drop(effect.image()));
    }

    /** Removes the spool file of a blob that nobody wants. */
    static void drop(org.albatross.model.Blob blob) {
        try {
            ImageIntake.drop(blob);
        } catch (IOException e) {
            LOG.warn("The spooled file of a refused command stays: {}", DurableFiles.describe(e));
        }
    }

    @Override
    public void wake(Effect.Wake effect) {
        tools.timers().after(effect.after(), () -> inputs.post(new Input.Woken(effect.name(), effect.ticket())));
    }

    @Override
    public void remember(Effect.Remember effect) {
        tools.finished().keep(effect.finished());
    }

    @Override
    public void alert(Effect.Alert effect) {
        LOG.error("{}", effect.message());
    }

    @Override
    public void tell(Effect.Tell effect) {
        EventRecord event = new EventRecord(
                tools.clock().instant(), tools.requests().callerOf(effect.request()), effect.name(), effect.event());
        tools.events().tell(sink -> sink.accept(event));
    }

    private void inOrder(Name name, Supplier<Input> work, Function<String, Input> mistake) {
        inOrder(name, tools.pool(), work, mistake);
    }

    private void inOrder(Name name, Executor threads, Supplier<Input> work, Function<String, Input> mistake) {
        tools.serial().run(name, threads, () -> {
            Input outcome = mistake.apply("internal error, the platform's log says which");
            try {
                outcome = work.get();
            } catch (RuntimeException e) {
                LOG.error("An effect about {} failed by a defect of the platform", name, e);
                outcome = mistake.apply("internal error: " + e);
            } finally {
                inputs.post(outcome);
            }
        });
    }
}
