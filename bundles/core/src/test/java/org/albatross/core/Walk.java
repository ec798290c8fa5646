package org.albatross.core;

import static org.albatross.core.Machine.hold;
import static org.albatross.core.Samples.FACTS;
import static org.albatross.core.Samples.name;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.albatross.model.Arguments;
import org.albatross.model.Command;
import org.albatross.model.Exit;
import org.albatross.model.LifecycleCommand;
import org.albatross.model.Name;
import org.albatross.model.Path;
import org.albatross.model.Policy;
import org.albatross.model.UnikernelCommand;

/**
 * A random walk of a platform on a {@link Machine}: commands, outcomes in any legal order, ends, timers,
 * crashes and reboots. How often each happens differs from walk to walk. After each step everything that
 * must always hold is checked.
 */
final class Walk {
    static final Instant WALL = Instant.parse("2026-11-22T12:00:00Z");

    private static final List<Name> NAMES = List.of(name("a:x"), name("a:b:z"), name("top"), name("a:y"));
    private static final List<Exit> EXITS = List.of(
            new Exit.Code(0),
            new Exit.Code(1),
            new Exit.Code(2),
            new Exit.Code(42),
            new Exit.Code(64),
            new Exit.Code(124),
            new Exit.Code(137),
            new Exit.Signal(9),
            new Exit.Unknown());
    private static final Policy ROOT_POLICY = FACTS.rootPolicy();
    private static final int TRACE = 60;

    private final Random random;
    private final RandomCommands commands;
    private final Callers callers = new Callers();
    private final Machine machine;
    private final Inventory inventory;
    private final List<Name> names;
    private final int crashes;
    private final int ends;
    private int failures;
    private final SortedSet<Name> hidden = new TreeSet<>();
    private final Set<Name> shutDown = new HashSet<>();
    private final Deque<Object> trace = new ArrayDeque<>();
    private State state = State.initial(Limits.DEFAULT, new TreeMap<>(), new TreeMap<>(), new TreeMap<>());

    Walk(long seed) {
        random = new Random(seed);
        commands = new RandomCommands(random);
        machine = new Machine(random, callers);
        inventory = machine.inventory();
        names = NAMES.subList(0, 1 + random.nextInt(NAMES.size()));
        crashes = random.nextInt(3);
        ends = 1 + random.nextInt(12);
        failures = List.of(0, 10, 20, 50).get(random.nextInt(4));
    }

    /** Returns the last steps, for the message of a failure. */
    String trace() {
        return trace.stream()
                .map(step -> (step instanceof Effect ? "    " : "") + step)
                .collect(Collectors.joining("\n"));
    }

    private void apply(Input input) {
        trace.add(input);
        while (trace.size() > TRACE) {
            trace.remove();
        }
        Transition transition = Core.apply(state, input, new Now(WALL, machine.nanos(), random.nextDouble()));
        state = transition.state();
        for (Effect effect : transition.effects()) {
            trace.add(effect);
            checkEffect(effect);
            effect.accept(machine);
        }
        check();
    }

    // The steps.

    void step() {
        int choice = random.nextInt(100);
        if (choice < 25) {
            ask(pick(names), commands.unikernel());
        } else if (choice < 28) {
            ask(pick(RandomCommands.PATHS), commands.lifecycle());
        } else if (choice < 31) {
            ask(pick(RandomCommands.PATHS), commands.policy());
        } else if (choice < 34) {
            ask(pick(RandomCommands.BLOCKS), commands.block());
        } else if (choice < 35 + ends) {
            end();
        } else if (choice < 54) {
            wake();
        } else if (choice < 60) {
            reveal();
        } else if (choice < 60 + crashes) {
            crash();
        } else {
            work();
        }
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private void ask(Name name, Command command) {
        if (command instanceof LifecycleCommand.Shutdown) {
            NAMES.stream().filter(name::covers).forEach(shutDown::add);
        }
        if (Samples.told(state, name, command, WALL).isEmpty()) {
            apply(new Input.Asked(callers.asks(name, command), name, command, FACTS));
        }
    }

    private boolean failing() {
        return random.nextInt(100) < failures;
    }

    private void work() {
        List<Runnable> choices = new ArrayList<>();
        machine.busy()
                .forEach(name ->
                        choices.add(() -> machine.perform(name, failing()).ifPresent(this::apply)));
        machine.blocksToBeChanged().forEach(name -> choices.add(() -> apply(machine.performBlock(name, failing()))));
        if (machine.policyIsToBeStored()) {
            choices.add(() -> apply(machine.performPolicy(failing())));
        }
        if (machine.hasChecks()) {
            choices.add(() -> apply(machine.performCheck(random.nextInt(4) > 0)));
        }
        if (!choices.isEmpty()) {
            pick(choices).run();
        }
    }

    private void end() {
        if (!inventory.live().isEmpty()) {
            Name name = pick(List.copyOf(inventory.live().keySet()));
            machine.end(name, pick(EXITS)).ifPresent(this::apply);
        }
    }

    private void wake() {
        if (!machine.timers().isEmpty()) {
            apply(machine.wake(pick(machine.timers())));
        }
    }

    private void reveal() {
        if (!hidden.isEmpty()) {
            Name name = hidden.first();
            hidden.remove(name);
            apply(new Input.TakenOver(List.of(inventory.find(name, false))));
        }
    }

    private void crash() {
        boolean reboot = random.nextInt(3) == 0;
        trace.add(reboot ? "REBOOT" : "CRASH");
        callers.allGo();
        machine.crash(reboot);
        hidden.clear();
        shutDown.clear();
        state = State.initial(Limits.DEFAULT, inventory.policies(), inventory.desired(), inventory.blocks())
                .remembering(machine.remembered());
        List<Input.Found> found = new ArrayList<>();
        for (Name name : inventory.desired().keySet()) {
            if (random.nextInt(8) == 0) {
                hidden.add(name);
            }
            found.add(inventory.find(name, hidden.contains(name)));
        }
        apply(new Input.TakenOver(found));
    }

    // What must always hold.

    private void checkEffect(Effect effect) {
        if (effect instanceof Effect.Launch launch) {
            shutDown.remove(launch.name());
            Work work = known(launch.name()).work();
            hold(work.leavesRunAlone() || work instanceof Work.Swapping, "%s during %s", launch, work);
        } else if (effect instanceof Effect.Store store) {
            Unikernel unikernel = known(store.name());
            if (unikernel.run() instanceof Run.Settling settling
                    && settling.ticket().equals(store.ticket())) {
                checkJudged(unikernel);
            }
        }
    }

    private Unikernel known(Name name) {
        return Objects.requireNonNull(state.unikernels().get(name));
    }

    /** What follows an end is decided by what is on disk, and only when it ended by itself as what is desired. */
    private void checkJudged(Unikernel unikernel) {
        Name name = unikernel.name();
        Inventory.Trace ended = inventory.traces().get(name);
        Desired desired = inventory.desired().get(name);
        hold(ended != null && !ended.askedToEnd(), "%s is judged, ended as %s", name, ended);
        hold(desired != null && !desired.stopped(), "%s is judged, is desired as %s", name, desired);
        hold(unikernel.writes().size() == 1, "%s is judged while something else is written", name);
    }

    private void check() {
        state.unikernels()
                .forEach((name, unikernel) -> hold(
                        unikernel
                                .desired()
                                .equals(Optional.ofNullable(inventory.desired().get(name))),
                        "%s is desired as %s, on disk as %s",
                        name,
                        unikernel.desired(),
                        inventory.desired().get(name)));
        hold(
                state.index()
                        .equals(StateIndex.of(
                                state.policies().values(), state.unikernels().values(), state.blocks())),
                "the index is not what follows from the maps: %s",
                state.index());
        hold(state.unikernels().keySet().containsAll(inventory.desired().keySet()), "something on disk is not known");
        hold(state.policies().equals(inventory.policies()), "policies %s differ from disk", state.policies());
        hold(inventory.images().containsAll(inventory.desiredImages()), "an image is missing");
        inventory.live().keySet().forEach(this::checkWanted);
        SortedMap<Name, List<Arguments>> used = machine.arguments();
        checkPolicy(Path.ROOT, ROOT_POLICY, used);
        inventory.policies().forEach((path, policy) -> checkPolicy(path, policy, used));
        checkBlocks(used);
    }

    /** What runs is desired, or on its way to its end. */
    private void checkWanted(Name name) {
        Desired desired = inventory.desired().get(name);
        Work work = known(name).work();
        boolean wanted = desired != null && !desired.stopped();
        boolean ending = machine.isAskedToEnd(name)
                || work instanceof Work.Destroying
                || work instanceof Work.Stopping
                || hidden.contains(name);
        boolean resuming = work instanceof Work.Resuming || work instanceof Work.Swapping;
        hold(wanted || ending || resuming, "%s runs, is desired as %s, during %s", name, desired, work);
    }

    /** What runs and what is reserved fits into the policy. */
    private static void checkPolicy(Path path, Policy policy, SortedMap<Name, List<Arguments>> used) {
        long count = 0;
        long memory = 0;
        for (Map.Entry<Name, List<Arguments>> entry : used.entrySet()) {
            if (path.contains(entry.getKey().path())) {
                count++;
                long most = 0;
                for (Arguments arguments : entry.getValue()) {
                    most = Math.max(most, arguments.memory().count());
                    boolean allowed = policy.cpuids().containsAll(arguments.cpuids())
                            && policy.bridges().containsAll(PolicyRules.bridgesOf(arguments));
                    hold(allowed, "%s is not allowed at %s", arguments, path);
                }
                memory += most;
            }
        }
        hold(count <= policy.unikernels(), "%d unikernels at %s, allowed are %d", count, path, policy.unikernels());
        hold(memory <= policy.memory().count(), "%d MB at %s, allowed are %s", memory, path, policy.memory());
    }

    private void checkBlocks(SortedMap<Name, List<Arguments>> used) {
        Set<Name> taken = new HashSet<>();
        used.forEach((name, all) -> {
            SortedSet<Name> own = new TreeSet<>();
            all.forEach(arguments -> own.addAll(Admission.blockNames(name, arguments)));
            own.forEach(device -> {
                hold(taken.add(device), "%s is used twice", device);
                hold(inventory.blocks().containsKey(device), "%s is used and does not exist", device);
                hold(!machine.blocksToBeChanged().contains(device), "%s is used and is being changed", device);
            });
        });
    }

    // The end of a walk.

    /** Lets everything come to rest: nothing fails any more, and every timer goes off. */
    void settle() {
        failures = 0;
        for (int i = 0; i < 2000 && !isSettled(); i++) {
            if (!hidden.isEmpty()) {
                reveal();
            } else if (isIdle()) {
                endOrWake();
            } else {
                work();
            }
        }
        checkSettled();
    }

    private boolean isIdle() {
        return machine.busy().isEmpty()
                && !machine.policyIsToBeStored()
                && machine.blocksToBeChanged().isEmpty()
                && !machine.hasChecks();
    }

    private boolean isSettled() {
        return hidden.isEmpty()
                && isIdle()
                && machine.timers().isEmpty()
                && inventory.live().values().stream().noneMatch(Inventory.Tender::askedToEnd);
    }

    private void endOrWake() {
        Optional<Name> ending = inventory.live().entrySet().stream()
                .filter(entry -> entry.getValue().askedToEnd())
                .map(Map.Entry::getKey)
                .findFirst();
        if (ending.isPresent()) {
            machine.end(ending.get(), new Exit.Signal(15)).ifPresent(this::apply);
        } else {
            machine.timers().stream()
                    .min(Comparator.comparingLong(Machine.Timer::due))
                    .ifPresent(timer -> apply(machine.wake(timer)));
        }
    }

    private void checkSettled() {
        assertThat(isSettled()).as("it comes to rest").isTrue();
        assertThat(callers.waiting()).as("everybody is answered").isEmpty();
        assertThat(state.groups()).isEmpty();
        assertThat(state.policyWork()).isEmpty();
        assertThat(state.policyQueue()).isEmpty();
        assertThat(state.unikernels().keySet()).isEqualTo(inventory.desired().keySet());
        assertThat(inventory.live().keySet()).isSubsetOf(inventory.desired().keySet());
        assertThat(inventory.images()).as("images in the store").isEqualTo(inventory.desiredImages());
        state.unikernels().forEach((name, unikernel) -> {
            Desired desired = Objects.requireNonNull(inventory.desired().get(name));
            assertThat(unikernel.work()).isEqualTo(new Work.None());
            assertThat(unikernel.writes()).isEmpty();
            if (desired.stopped() || unikernel.run() instanceof Run.Stopped) {
                assertThat(inventory.live()).doesNotContainKey(name);
                assertThat(desired.stopped() || shutDown.contains(name))
                        .as("%s is stopped by a command", name)
                        .isTrue();
            } else {
                assertThat(unikernel.run()).isInstanceOf(Run.Running.class);
                assertThat(desired.fallback()).as("confirmed in the end").isEmpty();
                assertThat(Objects.requireNonNull(inventory.live().get(name)).spec())
                        .isEqualTo(desired.spec());
            }
        });
    }

    /** Destroys everything, and checks that nothing is left. */
    void destroyAll() {
        for (Name name : List.copyOf(inventory.desired().keySet())) {
            ask(name, new UnikernelCommand.Destroy());
        }
        settle();
        assertThat(state.unikernels()).isEmpty();
        assertThat(inventory.desired()).isEmpty();
        assertThat(inventory.live()).isEmpty();
        assertThat(inventory.images()).isEmpty();
    }
}
