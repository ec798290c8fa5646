package org.albatross.core;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.albatross.model.Arguments;
import org.albatross.model.CpuId;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.NetDevice;
import org.albatross.model.Path;
import org.albatross.model.Policy;
import org.albatross.model.PolicyRefusal;
import org.albatross.model.PolicyRefusal.Amount;
import org.albatross.model.PolicyRefusal.BelowUse;
import org.albatross.model.PolicyRefusal.Conflict;
import org.albatross.model.PolicyRefusal.Forbidden;
import org.albatross.model.PolicyRefusal.Members;
import org.albatross.model.PolicyRefusal.Resource;
import org.albatross.model.PolicyRefusal.Share;
import org.albatross.model.PolicyRefusal.Unusable;
import org.albatross.model.Text;

/**
 * What policies say about each other and about one unikernel (wire-protocol section 6). Each method returns
 * a refusal, or nothing.
 */
public final class PolicyRules {
    private PolicyRules() {}

    /** Refuses a policy under which nothing could run. */
    public static Optional<PolicyRefusal> unusable(Policy policy) {
        if (policy.unikernels() < 1) {
            return Optional.of(new Unusable(Resource.UNIKERNELS, policy.unikernels(), 1));
        }
        if (policy.cpuids().isEmpty()) {
            return Optional.of(new Unusable(Resource.CPUS, 0, 1));
        }
        if (!policy.memory().exceeds(Policy.TOO_LITTLE_MEMORY)) {
            return Optional.of(
                    new Unusable(Resource.MEMORY, policy.memory().count(), Policy.TOO_LITTLE_MEMORY.count()));
        }
        return policy.block()
                .filter(Megabytes.ZERO::exceeds)
                .map(block -> new Unusable(Resource.BLOCK, block.count(), 0));
    }

    /** Refuses {@code sub} unless it is at most what {@code above} is. */
    public static Optional<Conflict> exceeds(Policy above, Policy sub) {
        if (above.unikernels() < sub.unikernels()) {
            return conflict(Resource.UNIKERNELS, new Amount(above.unikernels()), new Amount(sub.unikernels()));
        }
        if (sub.memory().exceeds(above.memory())) {
            return conflict(Resource.MEMORY, amount(above.memory()), amount(sub.memory()));
        }
        SortedSet<CpuId> cpus = minus(sub.cpuids(), above.cpuids());
        if (!cpus.isEmpty()) {
            return conflict(Resource.CPUS, members(above.cpuids()), members(cpus));
        }
        if (!above.bridges().containsAll(sub.bridges())) {
            return conflict(Resource.BRIDGES, members(above.bridges()), members(sub.bridges()));
        }
        if (sub.block().isPresent()
                && (above.block().isEmpty()
                        || sub.block().get().exceeds(above.block().get()))) {
            return conflict(
                    Resource.BLOCK,
                    amount(above.block().orElse(Megabytes.ZERO)),
                    amount(sub.block().get()));
        }
        return Optional.empty();
    }

    private static Optional<Conflict> conflict(Resource resource, Share above, Share below) {
        return Optional.of(new Conflict(Optional.empty(), resource, above, below));
    }

    /** Refuses a unikernel that alone is more than {@code policy} allows, as a signer does. */
    public static Optional<PolicyRefusal> forbids(Policy policy, Arguments arguments) {
        SortedSet<CpuId> cpus = minus(arguments.cpuids(), policy.cpuids());
        if (!cpus.isEmpty()) {
            return Optional.of(new Forbidden(Resource.CPUS, members(policy.cpuids()), members(cpus)));
        }
        SortedSet<Text> bridges = minus(bridgesOf(arguments), policy.bridges());
        if (!bridges.isEmpty()) {
            return Optional.of(new Forbidden(Resource.BRIDGES, members(policy.bridges()), members(bridges)));
        }
        if (arguments.memory().exceeds(policy.memory())) {
            return Optional.of(new Forbidden(Resource.MEMORY, amount(policy.memory()), amount(arguments.memory())));
        }
        return Optional.empty();
    }

    /** Refuses a policy of {@code path} under which less is allowed than lies at or below it. */
    static Optional<PolicyRefusal> exceeded(Path path, Policy policy, Usage used, Megabytes blocks) {
        if (used.unikernels() > policy.unikernels()) {
            return belowUse(path, Resource.UNIKERNELS, new Amount(policy.unikernels()), new Amount(used.unikernels()));
        }
        if (used.memory().exceeds(policy.memory())) {
            return belowUse(path, Resource.MEMORY, amount(policy.memory()), amount(used.memory()));
        }
        if (!policy.cpuids().containsAll(used.cpuids())) {
            return belowUse(
                    path, Resource.CPUS, members(policy.cpuids()), members(minus(used.cpuids(), policy.cpuids())));
        }
        if (!policy.bridges().containsAll(used.bridges())) {
            return belowUse(
                    path,
                    Resource.BRIDGES,
                    members(policy.bridges()),
                    members(minus(used.bridges(), policy.bridges())));
        }
        Megabytes allowed = policy.block().orElse(Megabytes.ZERO);
        if (blocks.exceeds(allowed)) {
            return belowUse(path, Resource.BLOCK, amount(allowed), amount(blocks));
        }
        return Optional.empty();
    }

    private static Optional<PolicyRefusal> belowUse(Path path, Resource resource, Share allowed, Share used) {
        return Optional.of(new BelowUse(path, resource, allowed, used));
    }

    /**
     * Tells what of a policy is exceeded by what is there, as it may be after an import; it runs all the same.
     *
     * @param unikernels all of the host
     * @param blocks all block devices of the host, and their sizes
     */
    public static Optional<PolicyRefusal> overcommitted(
            Path path, Policy policy, Map<Name, Arguments> unikernels, Map<Name, Megabytes> blocks) {
        List<Arguments> below = unikernels.entrySet().stream()
                .filter(unikernel -> path.contains(unikernel.getKey().path()))
                .map(Map.Entry::getValue)
                .toList();
        Megabytes blocksBelow = blocks.entrySet().stream()
                .filter(block -> path.contains(block.getKey().path()))
                .map(Map.Entry::getValue)
                .reduce(Megabytes.ZERO, Megabytes::plus);
        return exceeded(path, policy, Usage.of(below), blocksBelow);
    }

    private static Amount amount(Megabytes size) {
        return new Amount(size.count());
    }

    static SortedSet<Text> bridgesOf(Arguments arguments) {
        return arguments.netDevices().stream()
                .map(NetDevice::hostBridge)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static <T extends Comparable<T>> SortedSet<T> minus(Collection<T> all, Collection<T> without) {
        SortedSet<T> rest = new TreeSet<>(all);
        rest.removeAll(without);
        return rest;
    }

    static Members members(Collection<?> values) {
        return new Members(values.stream().map(Object::toString).toList());
    }
}
