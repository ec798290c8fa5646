package org.albatross.core;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.albatross.model.Exit;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.Path;
import org.albatross.model.Policy;
import org.albatross.model.Refusal;
import org.pcollections.PSortedMap;
import org.pcollections.TreePMap;

/**
 * Everything that decisions rest on. Immutable; one thread of the supervisor holds the present one.
 *
 * @param limits what the operator has set
 * @param policies by path; the root has none of its own
 * @param unikernels by name
 * @param blocks the block devices, by name
 * @param finished the unikernels that ended for good, the latest last
 * @param policyWork the change of a policy under way
 * @param policyQueue changes of policies that wait for it
 * @param groups requests about several unikernels, by number
 * @param tickets how many tickets have been given out
 * @param index what follows from the maps
 */
public record State(
        Limits limits,
        SortedMap<Path, Policy> policies,
        SortedMap<Name, Unikernel> unikernels,
        SortedMap<Name, Volume> blocks,
        List<Finished> finished,
        Optional<PolicyWork> policyWork,
        List<Input.Asked> policyQueue,
        Map<RequestId, Group> groups,
        long tickets,
        StateIndex index) {
    /** The most unikernels that one host has. */
    public static final int MAX_UNIKERNELS = 4096;

    /** The most policies that one host has. */
    public static final int MAX_POLICIES = 1024;

    /** The most block devices that one host has. */
    public static final int MAX_BLOCK_DEVICES = 4096;

    /** The most changes of policies that wait for the one under way. */
    public static final int MAX_POLICY_QUEUE = 64;

    /** The most bytes of memory for what differs in length in all policies and unikernels: see {@link Bounds}. */
    public static final long MAX_FOOTPRINT = 8L << 20;

    /** A unikernel that ended for good, and when: what is remembered of it, bounded by {@link Limits}. */
    public record Finished(Name name, RunId runId, long restarts, Exit exit, Instant time) {}

    /** A change of policies that is being made durable: what each path gets, or that it loses what it has. */
    public record PolicyWork(RequestId request, Ticket ticket, SortedMap<Path, Optional<Policy>> changes) {
        /** Copies the map. */
        public PolicyWork {
            changes = Collections.unmodifiableSortedMap(new TreeMap<>(changes));
        }
    }

    /**
     * A request about several unikernels.
     *
     * @param left how many are not done yet
     * @param done what is answered when all went well
     * @param failures what did not
     */
    public record Group(int left, String done, List<Refusal> failures) {
        /** Copies the list. */
        public Group {
            failures = List.copyOf(failures);
        }
    }

    /** Copies what may change. */
    public State {
        policies = persistent(policies);
        unikernels = persistent(unikernels);
        blocks = persistent(blocks);
        finished = List.copyOf(finished);
        policyQueue = List.copyOf(policyQueue);
        groups = Map.copyOf(groups);
    }

    /**
     * Returns the state at the start of the platform, before {@link Input.TakenOver}: what is durable, nothing
     * running.
     *
     * @param blocks the block devices that exist, with their size
     */
    public static State initial(
            Limits limits,
            SortedMap<Path, Policy> policies,
            SortedMap<Name, Desired> desired,
            SortedMap<Name, Megabytes> blocks) {
        SortedMap<Name, Volume> volumes = new TreeMap<>();
        blocks.forEach((name, size) -> volumes.put(name, new Volume(size)));
        SortedMap<Name, Unikernel> unikernels = new TreeMap<>();
        desired.forEach((name, value) ->
                unikernels.put(name, Unikernel.unknown(name, Instant.EPOCH).withDesired(Optional.of(value))));
        StateIndex index = StateIndex.of(policies.values(), unikernels.values(), volumes);
        return new State(
                limits, policies, unikernels, volumes, List.of(), Optional.empty(), List.of(), Map.of(), 0, index);
    }

    /** Returns what {@code about} covers. In the order of names what lies in a domain is side by side, behind its own. */
    static <V> Map<Name, V> covered(SortedMap<Name, V> all, Name about) {
        Map<Name, V> covered = new LinkedHashMap<>();
        for (Map.Entry<Name, V> entry : all.tailMap(about).entrySet()) {
            if (!about.covers(entry.getKey())) {
                break;
            }
            covered.put(entry.getKey(), entry.getValue());
        }
        return covered;
    }

    /** Returns a map that can be changed by sharing most of it with its successor. */
    static <K extends Comparable<? super K>, V> PSortedMap<K, V> persistent(SortedMap<K, V> map) {
        return map instanceof PSortedMap<K, V> already ? already : TreePMap.from(map);
    }

    /** Tells whether what is known of one that ended for good is not too old. */
    boolean remembers(Finished ended, Instant now) {
        return !ended.time().plus(limits.finishedFor()).isBefore(now);
    }

    /** Returns the same with what is remembered of the unikernels that ended for good, the latest last. */
    public State remembering(List<Finished> ended) {
        return new State(limits, policies, unikernels, blocks, ended, policyWork, policyQueue, groups, tickets, index);
    }
}
