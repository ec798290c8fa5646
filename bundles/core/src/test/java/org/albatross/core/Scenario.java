package org.albatross.core;

import static org.albatross.core.Samples.FACTS;
import static org.albatross.core.Samples.name;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.albatross.model.Command;
import org.albatross.model.EventFields;
import org.albatross.model.Exit;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.Path;
import org.albatross.model.Policy;
import org.albatross.model.Reply;
import org.albatross.model.Sha256;
import org.albatross.model.Text;
import org.albatross.model.UnikernelCommand;

/**
 * One life of a platform, told by a test: it asks commands and says what comes of the effects. The clock
 * stands still but for {@link #elapse}.
 */
final class Scenario {
    private record Timer(Effect.Wake wake, long due) {}

    private State state;
    private Instant wall = Instant.parse("2026-11-22T12:00:00Z");
    private long nanos = 1_000_000_000L;
    private double random = 0.5;
    private long requests;
    private final List<Effect> pending = new ArrayList<>();
    private final List<Timer> timers = new ArrayList<>();
    private final List<Effect> all = new ArrayList<>();
    private List<Effect> last = List.of();

    private Scenario(State state) {
        this.state = state;
    }

    static Scenario empty() {
        return with(Map.of());
    }

    static Scenario with(Map<String, Policy> policies) {
        return new Scenario(
                State.initial(Limits.DEFAULT, Samples.policies(policies), new TreeMap<>(), new TreeMap<>()));
    }

    static Scenario from(State state) {
        return new Scenario(state);
    }

    static Scenario exact(Map<String, Policy> policies) {
        Limits limits = new Limits(
                Limits.Ancestors.EXACT,
                Limits.DEFAULT.firstBackOff(),
                Limits.DEFAULT.longestBackOff(),
                Limits.DEFAULT.steadyAfter(),
                Limits.DEFAULT.retryWaiting(),
                Limits.DEFAULT.finishedKept(),
                Limits.DEFAULT.finishedFor(),
                Limits.DEFAULT.shutdownWithin());
        return new Scenario(State.initial(limits, Samples.policies(policies), new TreeMap<>(), new TreeMap<>()));
    }

    /** A platform on a host with these block devices, in MB. */
    static Scenario withBlocks(Map<String, Long> blocks) {
        SortedMap<Name, Megabytes> byName = new TreeMap<>();
        blocks.forEach((name, size) -> byName.put(name(name), new Megabytes(size)));
        return new Scenario(State.initial(Limits.DEFAULT, new TreeMap<>(), new TreeMap<>(), byName));
    }

    /** A platform that starts with this on disk; {@link #takeOver} comes first. */
    static Scenario desiring(Map<String, Desired> desired) {
        return desiring(desired, new TreeMap<>());
    }

    static Scenario desiring(Map<String, Desired> desired, SortedMap<Path, Policy> policies) {
        SortedMap<Name, Desired> byName = new TreeMap<>();
        desired.forEach((name, value) -> byName.put(name(name), value));
        return new Scenario(State.initial(Limits.DEFAULT, policies, byName, new TreeMap<>()));
    }

    /** A platform that starts at a moment with nothing on disk but the memory of what ended. */
    static Scenario remembering(List<State.Finished> finished, Instant wall) {
        Scenario scenario = empty();
        scenario.state = scenario.state.remembering(finished);
        scenario.wall = wall;
        return scenario;
    }

    Scenario random(double next) {
        random = next;
        return this;
    }

    State state() {
        return state;
    }

    void apply(Input input) {
        Transition transition = Core.apply(state, input, new Now(wall, nanos, random));
        state = transition.state();
        last = transition.effects();
        for (Effect effect : last) {
            all.add(effect);
            if (effect instanceof Effect.Wake wake) {
                timers.add(new Timer(wake, nanos + wake.after().toNanos()));
            } else if (hasOutcome(effect)) {
                pending.add(effect);
            }
        }
    }

    private static boolean hasOutcome(Effect effect) {
        return effect instanceof Effect.Stage
                || effect instanceof Effect.Verify
                || effect instanceof Effect.Store
                || effect instanceof Effect.StorePolicies
                || effect instanceof Effect.Launch
                || effect instanceof Effect.Clean
                || effect instanceof Effect.Check;
    }

    void takeOver(Input.Found... found) {
        apply(new Input.TakenOver(Arrays.asList(found)));
    }

    RequestId ask(String name, Command command) {
        requests++;
        RequestId request = new RequestId(requests);
        Optional<Reply> told = Samples.told(state, name(name), command, wall);
        if (told.isPresent()) {
            last = List.of(new Effect.Answer(request, told.get()));
            all.addAll(last);
        } else {
            apply(new Input.Asked(request, name(name), command, FACTS));
        }
        return request;
    }

    /** Asks, lets everything succeed, and returns the answer. */
    Reply run(String name, Command command) {
        RequestId request = ask(name, command);
        perform();
        return answer(request);
    }

    /** Destroys a unikernel that runs, to the end. */
    Reply destroy(String name) {
        RequestId request = ask(name, new UnikernelCommand.Destroy());
        perform();
        if (knows(name)) {
            terminated(name);
        }
        return answer(request);
    }

    /** Lets the earliest effect of this kind succeed. */
    void succeed(Class<? extends Effect> kind) {
        Effect effect = take(kind);
        if (effect instanceof Effect.Stage stage) {
            Spec spec = new Spec(
                    stage.config().type(),
                    Samples.imageOf(stage.config()),
                    1,
                    stage.config().arguments());
            apply(new Input.Staged(stage.name(), stage.ticket(), spec));
        } else if (effect instanceof Effect.Verify verify) {
            apply(new Input.Staged(verify.name(), verify.ticket(), verify.spec()));
        } else if (effect instanceof Effect.Store store) {
            apply(new Input.Stored(store.name(), store.ticket()));
        } else if (effect instanceof Effect.StorePolicies store) {
            apply(new Input.PoliciesStored(store.ticket()));
        } else if (effect instanceof Effect.Launch launch) {
            apply(new Input.Started(Samples.running(launch.name(), launch.runId(), wall)));
        } else if (effect instanceof Effect.Clean clean) {
            apply(new Input.Cleaned(clean.name(), clean.runId(), Optional.empty()));
        } else if (effect instanceof Effect.Check check) {
            apply(new Input.Checked(check.name(), check.ticket(), Optional.empty()));
        }
    }

    /** Lets the earliest effect of this kind fail. */
    void fail(Class<? extends Effect> kind, String reason) {
        Effect effect = take(kind);
        if (effect instanceof Effect.Stage stage) {
            apply(new Input.Refused(stage.name(), stage.ticket(), reason));
        } else if (effect instanceof Effect.Verify verify) {
            apply(new Input.Refused(verify.name(), verify.ticket(), reason));
        } else if (effect instanceof Effect.Store store) {
            apply(new Input.NotStored(store.name(), store.ticket(), reason));
        } else if (effect instanceof Effect.StorePolicies store) {
            apply(new Input.PoliciesNotStored(store.ticket(), reason));
        } else if (effect instanceof Effect.Launch launch) {
            apply(new Input.NotStarted(launch.name(), launch.runId(), reason));
        } else if (effect instanceof Effect.Check check) {
            apply(new Input.Checked(check.name(), check.ticket(), Optional.of(reason)));
        }
    }

    private Effect take(Class<? extends Effect> kind) {
        Effect found = pending.stream()
                .filter(kind::isInstance)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + kind.getSimpleName() + " among " + pending));
        pending.remove(found);
        return found;
    }

    /** Lets everything under way succeed, but for timers, checks and the ends of runs. */
    void perform() {
        Optional<Effect> next = Optional.empty();
        do {
            next.ifPresent(effect -> succeed(effect.getClass()));
            next = pending.stream()
                    .filter(effect -> !(effect instanceof Effect.Check))
                    .findFirst();
        } while (next.isPresent());
    }

    /** Ends the present run by itself, and lets what follows succeed. */
    void exit(String name, int code) {
        end(name, new Exit.Code(code), Optional.empty());
    }

    /** Ends the present run as it was asked to, and lets what follows succeed. */
    void terminated(String name) {
        end(name, new Exit.Signal(15), Optional.empty());
    }

    void end(String name, Exit exit, Optional<String> lastLine) {
        ended(name, exit);
        Effect.Clean clean = (Effect.Clean) take(Effect.Clean.class);
        apply(new Input.Cleaned(clean.name(), clean.runId(), lastLine.map(Text::of)));
        perform();
    }

    void ended(String name, Exit exit) {
        apply(new Input.Ended(name(name), unikernel(name).runId(), exit));
    }

    /** Lets time pass and timers go off, but nothing else happen. */
    void elapse(Duration duration) {
        long until = nanos + duration.toNanos();
        while (true) {
            Optional<Timer> next =
                    timers.stream().filter(timer -> timer.due() <= until).min(Comparator.comparingLong(Timer::due));
            if (next.isEmpty()) {
                break;
            }
            timers.remove(next.get());
            pass(next.get().due());
            apply(new Input.Woken(next.get().wake().name(), next.get().wake().ticket()));
        }
        pass(until);
    }

    private void pass(long until) {
        wall = wall.plusNanos(until - nanos);
        nanos = until;
    }

    Instant wall() {
        return wall;
    }

    Unikernel unikernel(String name) {
        return Objects.requireNonNull(state.unikernels().get(name(name)), name);
    }

    Run runOf(String name) {
        return unikernel(name).run();
    }

    boolean knows(String name) {
        return state.unikernels().containsKey(name(name));
    }

    /** What would be on disk: the last store of each unikernel that is not pending. */
    Optional<Spec> desired(String name) {
        return unikernel(name).desired().map(Desired::spec);
    }

    boolean answered(RequestId request) {
        return !answers(request).isEmpty();
    }

    Reply answer(RequestId request) {
        List<Reply> answers = answers(request);
        assertThat(answers).as("answers to %s", request).hasSize(1);
        return answers.get(0);
    }

    private List<Reply> answers(RequestId request) {
        List<Reply> answers = new ArrayList<>();
        for (Effect effect : all) {
            if (effect instanceof Effect.Answer answer && answer.request().equals(request)) {
                answers.add(answer.reply());
            } else if (effect instanceof Effect.Refuse refuse
                    && refuse.request().equals(request)) {
                answers.add(new Reply.Failure(refuse.refusal().message()));
            }
        }
        return answers;
    }

    /** The effects of the last input. */
    List<Effect> last() {
        return last;
    }

    List<Effect> pending() {
        return List.copyOf(pending);
    }

    <E extends Effect> List<E> all(Class<E> kind) {
        return all.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    <E extends Effect> E latest(Class<E> kind) {
        List<E> found = all(kind);
        assertThat(found).as("effects %s", kind.getSimpleName()).isNotEmpty();
        return found.get(found.size() - 1);
    }

    List<Sha256> released() {
        return all(Effect.Release.class).stream().map(Effect.Release::image).toList();
    }

    List<String> told(String name) {
        return all(Effect.Tell.class).stream()
                .filter(tell -> tell.name().equals(name(name)))
                .map(tell -> EventFields.of(tell.event()).kind())
                .toList();
    }

    static Reply done(String message) {
        return new Reply.Done(message);
    }

    static Reply failure(String message) {
        return new Reply.Failure(message);
    }
}
