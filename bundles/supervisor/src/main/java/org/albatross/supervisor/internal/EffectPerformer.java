package org.albatross.supervisor.internal;

import java.util.ArrayList;
import java.util.List;
import org.albatross.core.Effect;
import org.albatross.core.Input;
import org.albatross.core.RequestId;
import org.albatross.model.Refusal;
import org.albatross.supervisor.internal.check.ServiceChecker;
import org.albatross.supervisor.internal.run.Inputs;
import org.albatross.supervisor.internal.run.Timers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands each effect to what performs its kind, and answers requests. Called by the core's thread; does not wait. */
final class EffectPerformer implements Effect.Handler, CoreThread.Hooks {
    private static final Logger LOG = LoggerFactory.getLogger(EffectPerformer.class);

    private final Requests requests;
    private final ImageEffects images;
    private final BlockPerformer blocks;
    private final StoreEffects stores;
    private final RunEffects runs;
    private final RunRelays relays;
    private final EventPublisher events;
    private final Timers timers;
    private final ServiceChecker checks;
    private final Inputs inputs;
    private final List<RequestId> answered = new ArrayList<>();

    /** Tells outcomes to {@code inputs}. */
    EffectPerformer(
            Requests requests,
            ImageEffects images,
            BlockPerformer blocks,
            StoreEffects stores,
            RunEffects runs,
            RunRelays relays,
            EventPublisher events,
            Timers timers,
            ServiceChecker checks,
            Inputs inputs) {
        this.requests = requests;
        this.images = images;
        this.blocks = blocks;
        this.stores = stores;
        this.runs = runs;
        this.relays = relays;
        this.events = events;
        this.timers = timers;
        this.checks = checks;
        this.inputs = inputs;
    }

    @Override
    public void before(Input input) {
        relays.tell(input);
        if (input instanceof Input.Staged staged) {
            images.keep(staged);
        }
    }

    @Override
    public void perform(List<Effect> effects) {
        effects.forEach(effect -> effect.accept(this));
    }

    @Override
    public void failed(Input input, RuntimeException mistake) {
        if (input instanceof Input.Asked asked) {
            refuse(asked.request(), new Refusal.Internal(String.valueOf(mistake)));
        }
    }

    @Override
    public void after(Input input) {
        if (input instanceof Input.Staged staged) {
            images.letGo(staged);
        }
        answered.forEach(requests::forget);
        answered.clear();
    }

    @Override
    public void answer(Effect.Answer effect) {
        requests.answer(effect.request(), effect.reply());
        answered.add(effect.request());
    }

    @Override
    public void refuse(Effect.Refuse effect) {
        refuse(effect.request(), effect.refusal());
    }

    private void refuse(RequestId request, Refusal refusal) {
        requests.fail(request, refusal);
        answered.add(request);
    }

    @Override
    public void sendImage(Effect.SendImage effect) {
        images.send(effect);
    }

    @Override
    public void stage(Effect.Stage effect) {
        images.stage(effect);
    }

    @Override
    public void verify(Effect.Verify effect) {
        images.verify(effect);
    }

    @Override
    public void cancel(Effect.Cancel effect) {
        images.cancel(effect);
    }

    @Override
    public void release(Effect.Release effect) {
        images.release(effect);
    }

    @Override
    public void drop(Effect.Drop effect) {
        images.drop(effect);
    }

    @Override
    public void store(Effect.Store effect) {
        stores.store(effect);
    }

    @Override
    public void storePolicies(Effect.StorePolicies effect) {
        stores.storePolicies(effect);
    }

    @Override
    public void remember(Effect.Remember effect) {
        stores.remember(effect);
    }

    @Override
    public void changeBlock(Effect.ChangeBlock effect) {
        blocks.change(effect, inputs);
    }

    @Override
    public void dumpBlock(Effect.DumpBlock effect) {
        blocks.dump(effect);
    }

    @Override
    public void launch(Effect.Launch effect) {
        runs.launch(effect);
    }

    @Override
    public void terminate(Effect.Terminate effect) {
        runs.terminate(effect);
    }

    @Override
    public void clean(Effect.Clean effect) {
        runs.clean(effect);
    }

    @Override
    public void wake(Effect.Wake effect) {
        timers.after(effect.after(), () -> inputs.post(new Input.Woken(effect.name(), effect.ticket())));
    }

    @Override
    public void check(Effect.Check effect) {
        checks.check(effect);
    }

    @Override
    public void alert(Effect.Alert effect) {
        LOG.error("{} runs on as it is, since what is desired of it cannot start: {}", effect.name(), effect.reason());
    }

    @Override
    public void tell(Effect.Tell effect) {
        events.tell(requests.callerOf(effect.request()), effect.name(), effect.event());
    }
}
