package org.albatross.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.albatross.model.Event;
import org.albatross.model.Name;
import org.albatross.model.Path;
import org.albatross.model.Policy;
import org.albatross.model.Refusal;
import org.albatross.model.Reply;
import org.albatross.model.Sha256;
import org.pcollections.PSortedMap;

/**
 * The working copy of a state while one input is applied to it, and the effects so far. It also sees to
 * what holds for every input: images that nobody names any more are given back, and a request about
 * several unikernels is answered when the last one is done. Not shared between threads.
 */
final class WorkingState {
    private final State before;
    private final Now now;
    private PSortedMap<Name, Unikernel> unikernels;
    private PSortedMap<Path, Policy> policies;
    private PSortedMap<Name, Volume> blocks;
    private StateIndex index;
    private final List<State.Finished> finished;
    private final List<Input.Asked> policyQueue;
    private final Map<RequestId, State.Group> groups;
    private final Set<Name> touched = new TreeSet<>();
    private final SortedSet<Sha256> staged = new TreeSet<>();
    private final List<Effect> effects = new ArrayList<>();
    private Optional<State.PolicyWork> policyWork;
    private long tickets;
    private boolean remembersMore;

    WorkingState(State before, Now now) {
        this.before = before;
        this.now = now;
        unikernels = State.persistent(before.unikernels());
        policies = State.persistent(before.policies());
        blocks = State.persistent(before.blocks());
        index = before.index();
        finished = new ArrayList<>(before.finished());
        policyQueue = new ArrayList<>(before.policyQueue());
        groups = new HashMap<>(before.groups());
        policyWork = before.policyWork();
        tickets = before.tickets();
    }

    Limits limits() {
        return before.limits();
    }

    Now now() {
        return now;
    }

    StateIndex index() {
        return index;
    }

    /** Returns how many unikernels there are. */
    int size() {
        return unikernels.size();
    }

    /** Returns the unikernels that {@code about} covers as they are now, in the order of their names. */
    List<Unikernel> covered(Name about) {
        return List.copyOf(State.covered(unikernels, about).values());
    }

    SortedMap<Path, Policy> policies() {
        return policies;
    }

    void putPolicy(Path path, Policy policy) {
        index = index.policy(Optional.ofNullable(policies.get(path)), Optional.of(policy));
        policies = policies.plus(path, policy);
    }

    void removePolicy(Path path) {
        index = index.policy(Optional.ofNullable(policies.get(path)), Optional.empty());
        policies = policies.minus(path);
    }

    SortedMap<Name, Volume> blocks() {
        return blocks;
    }

    Optional<Volume> volume(Name name) {
        return Optional.ofNullable(blocks.get(name));
    }

    void putVolume(Name name, Volume volume) {
        index = index.volume(name, volume(name), Optional.of(volume));
        blocks = blocks.plus(name, volume);
    }

    void removeVolume(Name name) {
        index = index.volume(name, volume(name), Optional.empty());
        blocks = blocks.minus(name);
    }

    /** Returns the paths whose policies limit what is used at {@code path}, from it up. */
    List<Path> limiting(Path path) {
        List<Path> paths = new ArrayList<>(List.of(path));
        Optional<Path> above = path.parent();
        while (limits().ancestors() == Limits.Ancestors.ALL && above.isPresent()) {
            paths.add(above.get());
            above = above.get().parent();
        }
        return paths;
    }

    /**
     * Returns the policy of a path, what the machine has for the root, and the one that takes its place as soon
     * as it is durable.
     */
    List<Policy> policiesOf(Path at, HostFacts facts) {
        List<Policy> all = new ArrayList<>();
        Optional.ofNullable(at.isRoot() ? facts.rootPolicy() : policies.get(at)).ifPresent(all::add);
        policyWork
                .flatMap(work -> Optional.ofNullable(work.changes().get(at)).flatMap(policy -> policy))
                .ifPresent(all::add);
        return all;
    }

    List<State.Finished> finished() {
        return finished;
    }

    void remember(State.Finished ended) {
        finished.add(ended);
        remembersMore = true;
    }

    List<Input.Asked> policyQueue() {
        return policyQueue;
    }

    Optional<State.PolicyWork> policyWork() {
        return policyWork;
    }

    void policyWork(Optional<State.PolicyWork> next) {
        policyWork = next;
    }

    Optional<Unikernel> find(Name name) {
        return Optional.ofNullable(unikernels.get(name));
    }

    void put(Unikernel unikernel) {
        Name name = unikernel.name();
        touched.add(name);
        index = index.unikernel(find(name), Optional.of(unikernel));
        unikernels = unikernels.plus(name, unikernel);
    }

    void remove(Name name) {
        touched.add(name);
        find(name).ifPresent(unikernel -> {
            index = index.unikernel(Optional.of(unikernel), Optional.empty());
            unikernels = unikernels.minus(name);
        });
    }

    /** Says that the image was put into the store for somebody who may not want it any more. */
    void staged(Sha256 image) {
        staged.add(image);
    }

    Ticket ticket() {
        tickets++;
        return new Ticket(tickets);
    }

    void emit(Effect effect) {
        effects.add(effect);
    }

    /** Hands out a wake-up and returns its ticket. */
    Ticket wake(Name name, Duration after) {
        Ticket ticket = ticket();
        emit(new Effect.Wake(name, ticket, after));
        return ticket;
    }

    /** Hands out a store, and returns the unikernel that remembers what is being written. */
    Unikernel store(Unikernel unikernel, Ticket ticket, Optional<Desired> desired) {
        emit(new Effect.Store(unikernel.name(), ticket, desired));
        return unikernel.writing(ticket, desired);
    }

    void tell(RequestId request, Name name, Event event) {
        emit(new Effect.Tell(request, name, event));
    }

    void answer(RequestId request, Reply reply) {
        if (!request.equals(RequestId.PLATFORM)) {
            emit(new Effect.Answer(request, reply));
        }
    }

    /** Refuses a request that is about one thing. */
    void refuse(RequestId request, Refusal refusal) {
        if (!request.equals(RequestId.PLATFORM)) {
            emit(new Effect.Refuse(request, refusal));
        }
    }

    /** Tells whether a request about several unikernels is under way. */
    boolean hasGroups() {
        return !groups.isEmpty();
    }

    /** Opens a request about several unikernels: {@code count} calls of {@link #done} or {@link #failed} follow. */
    void group(RequestId request, int count, String done) {
        if (count == 0) {
            answer(request, new Reply.Done(done));
        } else {
            groups.put(request, new State.Group(count, done, List.of()));
        }
    }

    /** Says that the request, or its part that was about one unikernel, is done. */
    void done(RequestId request, String message) {
        if (groups.containsKey(request)) {
            partDone(request, Optional.empty());
        } else {
            answer(request, new Reply.Done(message));
        }
    }

    /** Says that the request, or its part that was about one unikernel, cannot be done. */
    void failed(RequestId request, Refusal refusal) {
        if (groups.containsKey(request)) {
            partDone(request, Optional.of(refusal));
        } else {
            refuse(request, refusal);
        }
    }

    private void partDone(RequestId request, Optional<Refusal> failure) {
        State.Group group = Objects.requireNonNull(groups.get(request));
        List<Refusal> failures = new ArrayList<>(group.failures());
        failure.ifPresent(failures::add);
        if (group.left() > 1) {
            groups.put(request, new State.Group(group.left() - 1, group.done(), failures));
            return;
        }
        groups.remove(request);
        if (failures.isEmpty()) {
            answer(request, new Reply.Done(group.done()));
        } else {
            refuse(request, Refusal.of(failures));
        }
    }

    Transition transition() {
        releaseImages();
        forgetFinished();
        return new Transition(
                new State(
                        before.limits(),
                        policies,
                        unikernels,
                        blocks,
                        finished,
                        policyWork,
                        policyQueue,
                        groups,
                        tickets,
                        index),
                effects);
    }

    private void forgetFinished() {
        finished.removeIf(old -> !before.remembers(old, now.wall()));
        int surplus = finished.size() - limits().finishedKept();
        if (surplus > 0) {
            finished.subList(0, surplus).clear();
        }
        if (remembersMore) {
            emit(new Effect.Remember(finished));
        }
    }

    private void releaseImages() {
        SortedSet<Sha256> candidates = new TreeSet<>(staged);
        for (Name name : touched) {
            Unikernel old = before.unikernels().get(name);
            if (old != null) {
                candidates.addAll(old.images());
            }
        }
        candidates.removeIf(index::keeps);
        candidates.forEach(image -> emit(new Effect.Release(image)));
    }
}
