package org.albatross.core;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.albatross.core.Inventory.Tender;
import org.albatross.core.Inventory.Trace;
import org.albatross.model.Arguments;
import org.albatross.model.Exit;
import org.albatross.model.Name;
import org.albatross.model.Reply;
import org.albatross.model.Sha256;
import org.albatross.model.Text;
import org.jspecify.annotations.Nullable;

/**
 * A machine to be, and what was asked of it but is not done yet. It keeps what {@link Effect} promises, the
 * effects of one unikernel in order and no other order, and fails the test when the core asks for what a machine
 * must not do: run something twice, launch an image that was given back, use a ticket again.
 */
final class Machine implements Effect.Handler {
    /** A wake-up to come. */
    record Timer(Name name, Ticket ticket, long due) {}

    /** The reason of every failure that is not the core's own. */
    static final String BROKEN = "the machine is broken";

    private final Random random;
    private final Callers callers;
    private final Inventory inventory = new Inventory();
    private final SortedMap<Name, Deque<Effect>> queues = new TreeMap<>();
    private final Deque<Effect.StorePolicies> policyLane = new ArrayDeque<>();
    private final SortedMap<Name, Effect.ChangeBlock> blockLanes = new TreeMap<>();
    private final Deque<Effect.Check> checks = new ArrayDeque<>();
    private final List<Timer> timers = new ArrayList<>();
    private final Set<Ticket> tickets = new HashSet<>();
    private final Set<Ticket> cancelled = new HashSet<>();
    private List<State.Finished> remembered = List.of();
    private long nanos;

    Machine(Random random, Callers callers) {
        this.random = random;
        this.callers = callers;
    }

    /** Fails the test unless something holds. */
    static void hold(boolean condition, String otherwise, @Nullable Object... arguments) {
        if (!condition) {
            throw new AssertionError(String.format(Locale.ROOT, otherwise, arguments));
        }
    }

    Inventory inventory() {
        return inventory;
    }

    /** Returns what the next platform remembers. */
    List<State.Finished> remembered() {
        return remembered;
    }

    List<Timer> timers() {
        return timers;
    }

    long nanos() {
        return nanos;
    }

    // What the core asks for.

    private void enqueue(Name name, Effect effect) {
        queues.computeIfAbsent(name, key -> new ArrayDeque<>()).add(effect);
    }

    private void first(Ticket ticket) {
        hold(tickets.add(ticket), "ticket %s is used again", ticket);
    }

    @Override
    public void answer(Effect.Answer effect) {
        callers.answered(effect.request(), Optional.of(effect.reply()), inventory);
    }

    @Override
    public void refuse(Effect.Refuse effect) {
        callers.answered(
                effect.request(), Optional.of(new Reply.Failure(effect.refusal().message())), inventory);
    }

    @Override
    public void sendImage(Effect.SendImage effect) {
        hold(inventory.images().contains(effect.image()), "the image of %s is not there", effect);
        callers.answered(effect.request(), Optional.empty(), inventory);
    }

    @Override
    public void dumpBlock(Effect.DumpBlock effect) {
        hold(inventory.blocks().containsKey(effect.name()), "there is no block device %s", effect.name());
        callers.answered(effect.request(), Optional.empty(), inventory);
    }

    @Override
    public void stage(Effect.Stage effect) {
        first(effect.ticket());
        enqueue(effect.name(), effect);
    }

    @Override
    public void verify(Effect.Verify effect) {
        first(effect.ticket());
        enqueue(effect.name(), effect);
    }

    @Override
    public void cancel(Effect.Cancel effect) {
        hold(cancelled.add(effect.ticket()), "%s comes again", effect);
    }

    @Override
    public void store(Effect.Store effect) {
        first(effect.ticket());
        enqueue(effect.name(), effect);
    }

    @Override
    public void storePolicies(Effect.StorePolicies effect) {
        first(effect.ticket());
        hold(policyLane.isEmpty(), "%s comes during %s", effect, policyLane);
        policyLane.add(effect);
    }

    @Override
    public void changeBlock(Effect.ChangeBlock effect) {
        first(effect.ticket());
        hold(blockLanes.put(effect.name(), effect) == null, "%s comes during another", effect);
    }

    @Override
    public void launch(Effect.Launch effect) {
        hold(!inventory.live().containsKey(effect.name()), "%s runs twice", effect.name());
        Desired desired = inventory.desired().get(effect.name());
        boolean durable = desired != null && desired.spec().equals(effect.spec()) && !desired.stopped();
        hold(durable, "%s is on disk, and does not want %s", desired, effect);
        enqueue(effect.name(), effect);
    }

    @Override
    public void terminate(Effect.Terminate effect) {
        enqueue(effect.name(), effect);
    }

    @Override
    public void clean(Effect.Clean effect) {
        enqueue(effect.name(), effect);
    }

    @Override
    public void release(Effect.Release effect) {
        hold(!wantedImages().contains(effect.image()), "image %s is wanted", effect.image());
        inventory.images().remove(effect.image());
    }

    @Override
    public void drop(Effect.Drop effect) {
        // The fake has no spool.
    }

    @Override
    public void wake(Effect.Wake effect) {
        first(effect.ticket());
        timers.add(
                new Timer(effect.name(), effect.ticket(), nanos + effect.after().toNanos()));
    }

    @Override
    public void remember(Effect.Remember effect) {
        hold(effect.finished().size() <= Limits.DEFAULT.finishedKept(), "%s remembers too much", effect);
        remembered = effect.finished();
    }

    @Override
    public void check(Effect.Check effect) {
        first(effect.ticket());
        checks.add(effect);
    }

    @Override
    public void alert(Effect.Alert effect) {
        // Nobody reads the log.
    }

    @Override
    public void tell(Effect.Tell effect) {
        // Nobody listens.
    }

    // What the machine does.

    /** Returns the names for which something is to be done. */
    List<Name> busy() {
        return List.copyOf(queues.keySet());
    }

    boolean policyIsToBeStored() {
        return !policyLane.isEmpty();
    }

    Set<Name> blocksToBeChanged() {
        return blockLanes.keySet();
    }

    /** Does what is next for a unikernel; {@code failing}: not, where that is possible. Returns what it tells of it. */
    Optional<Input> perform(Name name, boolean failing) {
        Deque<Effect> queue = Objects.requireNonNull(queues.get(name));
        Effect effect = queue.remove();
        if (queue.isEmpty()) {
            queues.remove(name);
        }
        if (effect instanceof Effect.Stage stage) {
            return Optional.of(staged(stage, failing));
        } else if (effect instanceof Effect.Verify verify) {
            return Optional.of(verified(verify, failing));
        } else if (effect instanceof Effect.Store store) {
            return Optional.of(stored(store, failing));
        } else if (effect instanceof Effect.Launch launch) {
            return Optional.of(launched(launch, failing));
        } else if (effect instanceof Effect.Terminate terminate) {
            inventory
                    .live()
                    .computeIfPresent(
                            name, (key, tender) -> tender.runId().equals(terminate.runId()) ? tender.asked() : tender);
            return Optional.empty();
        }
        return Optional.of(cleaned((Effect.Clean) effect));
    }

    private Input staged(Effect.Stage stage, boolean failing) {
        if (failing) {
            return new Input.Refused(stage.name(), stage.ticket(), BROKEN);
        }
        Sha256 image = Samples.imageOf(stage.config());
        inventory.images().add(image);
        Spec spec = new Spec(stage.config().type(), image, 1, stage.config().arguments());
        return new Input.Staged(stage.name(), stage.ticket(), spec);
    }

    private Input verified(Effect.Verify verify, boolean failing) {
        boolean there = inventory.images().contains(verify.spec().image());
        hold(there || cancelled.contains(verify.ticket()), "the image of %s is not there", verify);
        return failing || !there
                ? new Input.Refused(verify.name(), verify.ticket(), BROKEN)
                : new Input.Staged(verify.name(), verify.ticket(), verify.spec());
    }

    private Input stored(Effect.Store store, boolean failing) {
        if (failing) {
            return new Input.NotStored(store.name(), store.ticket(), BROKEN);
        }
        inventory.write(store);
        return new Input.Stored(store.name(), store.ticket());
    }

    private Input launched(Effect.Launch launch, boolean failing) {
        hold(!inventory.live().containsKey(launch.name()), "%s runs twice", launch.name());
        hold(inventory.images().contains(launch.spec().image()), "the image of %s is not there", launch);
        inventory.traces().remove(launch.name());
        if (failing) {
            return new Input.NotStarted(launch.name(), launch.runId(), BROKEN);
        }
        inventory.live().put(launch.name(), new Tender(launch.runId(), launch.spec(), false, true, false));
        return new Input.Started(Samples.running(launch.name(), launch.runId(), Walk.WALL));
    }

    private Input cleaned(Effect.Clean clean) {
        hold(!inventory.live().containsKey(clean.name()), "%s runs", clean.name());
        if (!inventory.desired().containsKey(clean.name())) {
            inventory.traces().remove(clean.name());
        }
        Optional<Text> lastLine =
                random.nextInt(4) == 0 ? Optional.of(Text.of("solo5-hvt: Exiting on signal 15")) : Optional.empty();
        return new Input.Cleaned(clean.name(), clean.runId(), lastLine);
    }

    Input performPolicy(boolean failing) {
        Effect.StorePolicies store = policyLane.remove();
        if (failing) {
            return new Input.PoliciesNotStored(store.ticket(), BROKEN);
        }
        inventory.write(store);
        return new Input.PoliciesStored(store.ticket());
    }

    boolean hasChecks() {
        return !checks.isEmpty();
    }

    Input performCheck(boolean failing) {
        Effect.Check check = checks.remove();
        return new Input.Checked(check.name(), check.ticket(), failing ? Optional.of(BROKEN) : Optional.empty());
    }

    Input performBlock(Name name, boolean failing) {
        Effect.ChangeBlock change = Objects.requireNonNull(blockLanes.remove(name));
        if (failing) {
            return new Input.BlockNotChanged(name, change.ticket(), BROKEN);
        }
        inventory.write(change);
        return new Input.BlockChanged(name, change.ticket());
    }

    /** Ends a tender, by itself or because it was asked to. Returns what is told, if somebody watches. */
    Optional<Input> end(Name name, Exit exit) {
        Tender tender = Objects.requireNonNull(inventory.live().remove(name));
        inventory.traces().put(name, new Trace(tender.runId(), tender.spec(), tender.askedToEnd(), exit));
        return tender.watched() ? Optional.of(new Input.Ended(name, tender.runId(), exit)) : Optional.empty();
    }

    /** Lets a timer go off, and time pass until then. */
    Input wake(Timer timer) {
        timers.remove(timer);
        nanos = Math.max(nanos, timer.due());
        return new Input.Woken(timer.name(), timer.ticket());
    }

    /** Forgets what was asked, in the middle of it: the first of each queue may be done or not. */
    void crash(boolean reboot) {
        for (Deque<Effect> queue : queues.values()) {
            Effect head = queue.remove();
            boolean done = random.nextBoolean();
            if (done && head instanceof Effect.Store store) {
                inventory.write(store);
            } else if (done && head instanceof Effect.Launch launch) {
                launched(launch, false);
            } else if (done && head instanceof Effect.Stage stage) {
                staged(stage, false);
            }
        }
        policyLane.stream().filter(store -> random.nextBoolean()).forEach(inventory::write);
        blockLanes.values().stream().filter(change -> random.nextBoolean()).forEach(inventory::write);
        queues.clear();
        policyLane.clear();
        blockLanes.clear();
        checks.clear();
        timers.clear();
        tickets.clear();
        cancelled.clear();
        inventory.restart(reboot);
    }

    // What is wanted of it.

    /** Returns the images that something on disk, running or under way needs. */
    private Set<Sha256> wantedImages() {
        Set<Sha256> wanted = new TreeSet<>();
        names().forEach(name -> specs(name).forEach(spec -> wanted.add(spec.image())));
        return wanted;
    }

    /** Returns what of the machine each unikernel has, or is about to have. */
    SortedMap<Name, List<Arguments>> arguments() {
        SortedMap<Name, List<Arguments>> all = new TreeMap<>();
        for (Name name : names()) {
            List<Arguments> arguments = new ArrayList<>();
            specs(name).forEach(spec -> arguments.add(spec.arguments()));
            for (Effect effect : queue(name)) {
                if (effect instanceof Effect.Stage stage && !cancelled.contains(stage.ticket())) {
                    arguments.add(stage.config().arguments());
                }
            }
            if (!arguments.isEmpty()) {
                all.put(name, arguments);
            }
        }
        return all;
    }

    private SortedSet<Name> names() {
        SortedSet<Name> names = new TreeSet<>(queues.keySet());
        names.addAll(inventory.desired().keySet());
        names.addAll(inventory.live().keySet());
        return names;
    }

    private List<Spec> specs(Name name) {
        List<Spec> specs = inventory.specs(name);
        for (Effect effect : queue(name)) {
            if (effect instanceof Effect.Store store) {
                store.desired().ifPresent(value -> specs.addAll(Inventory.specs(value)));
            } else if (effect instanceof Effect.Launch launch) {
                specs.add(launch.spec());
            } else if (effect instanceof Effect.Verify verify && !cancelled.contains(verify.ticket())) {
                specs.add(verify.spec());
            }
        }
        return specs;
    }

    private Deque<Effect> queue(Name name) {
        return queues.getOrDefault(name, new ArrayDeque<>());
    }

    boolean isAskedToEnd(Name name) {
        Tender tender = inventory.live().get(name);
        return (tender != null && tender.askedToEnd())
                || queue(name).stream().anyMatch(Effect.Terminate.class::isInstance);
    }
}
