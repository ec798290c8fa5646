package org.albatross.micro;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.albatross.core.Core;
import org.albatross.core.Effect;
import org.albatross.core.HostFacts;
import org.albatross.core.Input;
import org.albatross.core.Limits;
import org.albatross.core.Now;
import org.albatross.core.RequestId;
import org.albatross.core.Spec;
import org.albatross.core.State;
import org.albatross.core.Transition;
import org.albatross.model.Arguments;
import org.albatross.model.Blob;
import org.albatross.model.Bytes;
import org.albatross.model.Command;
import org.albatross.model.CpuId;
import org.albatross.model.Exit;
import org.albatross.model.FailBehaviour;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.RunningUnikernel;
import org.albatross.model.Sha256;
import org.albatross.model.UnikernelCommand;
import org.albatross.model.UnikernelConfig;
import org.albatross.model.UnikernelType;

/** A platform of decisions alone: whatever is to be done of them succeeds at once. */
final class Decisions {
    private static final HostFacts FACTS =
            new HostFacts(CpuId.setOf(0, 1), new Megabytes(1 << 20), new TreeSet<>(), new Megabytes(1 << 20));
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Arguments ARGUMENTS = new Arguments(
            new FailBehaviour.Quit(),
            Optional.empty(),
            true,
            CpuId.setOf(0),
            new Megabytes(16),
            List.of(),
            List.of(),
            Optional.empty(),
            1,
            Optional.empty());
    private static final Sha256 IMAGE = new Sha256(Bytes.of(new byte[Sha256.LENGTH]));
    private static final UnikernelConfig CONFIG =
            new UnikernelConfig(UnikernelType.SOLO5, false, Blob.of(Bytes.of(new byte[] {1})), ARGUMENTS);

    private final Deque<Effect> effects = new ArrayDeque<>();
    private State state = State.initial(Limits.DEFAULT, new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    private long requests;

    /** Returns a name in a domain of some hundred others. */
    static Name name(int number) {
        return Name.parse("domain" + number / 256 + ":u" + number);
    }

    State state() {
        return state;
    }

    /** Asks a command, and lets all that follows succeed. */
    void ask(Name name, Command command) {
        requests++;
        apply(new Input.Asked(new RequestId(requests), name, command, FACTS));
        for (Effect effect = effects.poll(); effect != null; effect = effects.poll()) {
            succeed(effect);
        }
    }

    void create(Name name) {
        ask(name, new UnikernelCommand.Create(CONFIG));
    }

    void destroy(Name name) {
        ask(name, new UnikernelCommand.Destroy());
    }

    private void apply(Input input) {
        Transition transition = Core.apply(state, input, new Now(BEGIN, 0, 0));
        state = transition.state();
        effects.addAll(transition.effects());
    }

    private void succeed(Effect effect) {
        if (effect instanceof Effect.Stage stage) {
            apply(new Input.Staged(stage.name(), stage.ticket(), new Spec(UnikernelType.SOLO5, IMAGE, 1, ARGUMENTS)));
        } else if (effect instanceof Effect.Store store) {
            apply(new Input.Stored(store.name(), store.ticket()));
        } else if (effect instanceof Effect.StorePolicies store) {
            apply(new Input.PoliciesStored(store.ticket()));
        } else if (effect instanceof Effect.Launch launch) {
            apply(new Input.Started(new RunningUnikernel(
                    launch.name(),
                    launch.runId().number(),
                    1,
                    1,
                    BEGIN,
                    Optional.empty(),
                    List.of(new CpuId(0)),
                    new Megabytes(16),
                    List.of())));
        } else if (effect instanceof Effect.Terminate terminate) {
            apply(new Input.Ended(terminate.name(), terminate.runId(), new Exit.Signal(15)));
        } else if (effect instanceof Effect.Clean clean) {
            apply(new Input.Cleaned(clean.name(), clean.runId(), Optional.empty()));
        }
    }
}
