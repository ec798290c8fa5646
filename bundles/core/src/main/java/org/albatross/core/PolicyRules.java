package org.albatross.core;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.albatross.model.Arguments;
import org.albatross.model.Name;
import org.albatross.model.NetDevice;
import org.albatross.model.Path;
import org.albatross.model.Policy;
import org.albatross.model.Text;

/**
 * What policies say about each other and about one unikernel (wire-protocol section 6). Each method returns
 * a refusal in the original's words, or nothing.
 */
public final class PolicyRules {
    /** The memory in MB that a usable policy exceeds. */
    private static final long LEAST_MEMORY = 16;

    private PolicyRules() {}

    /** Refuses a policy under which nothing could run. */
    public static Optional<String> unusable(Policy policy) {
        if (policy.unikernels() < 1) {
            return Optional.of("Unusable policy with no unikernels");
        }
        if (policy.cpuids().isEmpty()) {
            return Optional.of("Unusable policy with no CPUids");
        }
        if (policy.memory() <= LEAST_MEMORY) {
            return Optional.of("Unusable policy with memory " + policy.memory() + " MB <= " + LEAST_MEMORY + " MB");
        }
        return policy.block()
                .filter(block -> block < 0)
                .map(block -> "Unusable policy with block storage " + block + " MB < 0 MB");
    }

    /** Refuses {@code sub} unless it is at most what {@code above} is. */
    public static Optional<String> exceeds(Policy above, Policy sub) {
        if (above.unikernels() < sub.unikernels()) {
            return Optional.of("policy above allows " + above.unikernels() + " unikernels, which is fewer than "
                    + sub.unikernels());
        }
        if (above.memory() < sub.memory()) {
            return Optional.of("policy above allows " + above.memory() + " MB memory, which is fewer than "
                    + sub.memory() + " MB");
        }
        SortedSet<Long> cpus = minus(sub.cpuids(), above.cpuids());
        if (!cpus.isEmpty()) {
            return Optional.of("policy above does not allow CPUids " + join(cpus));
        }
        if (!above.bridges().containsAll(sub.bridges())) {
            return Optional.of("policy above allows bridge(s) " + join(above.bridges())
                    + ", which is not a superset of " + join(sub.bridges()));
        }
        if (sub.block().isPresent()
                && (above.block().isEmpty() || above.block().get() < sub.block().get())) {
            return Optional.of("policy above allows " + above.block().orElse(0L)
                    + " MB block storage, which is fewer than " + sub.block().get() + " MB");
        }
        return Optional.empty();
    }

    /** Refuses a unikernel that alone is more than {@code policy} allows, as a signer does. */
    public static Optional<String> forbids(Policy policy, Arguments arguments) {
        SortedSet<Long> cpus = minus(arguments.cpuids(), policy.cpuids());
        if (!cpus.isEmpty()) {
            return Optional.of("the CPUids " + join(cpus) + " requested by the unikernel are not allowed by policy");
        }
        SortedSet<Text> bridges = minus(bridgesOf(arguments), policy.bridges());
        if (!bridges.isEmpty()) {
            return Optional.of("Bridge(s) " + join(bridges) + " not allowed by policy (available: "
                    + join(policy.bridges()) + ")");
        }
        if (arguments.memory() > policy.memory()) {
            return Optional.of(
                    arguments.memory() + " MB memory assigned to unikernel exceeds policy (" + policy.memory() + "MB)");
        }
        return Optional.empty();
    }

    /** Refuses a policy of {@code path} under which less is allowed than lies at or below it. */
    static Optional<String> exceeded(Path path, Policy policy, Usage used, long blocks) {
        if (used.unikernels() > policy.unikernels()) {
            return Optional.of("policy allows " + policy.unikernels() + " unikernels, " + used.unikernels()
                    + " exist at or below " + path);
        }
        if (used.memory() > policy.memory()) {
            return Optional.of("policy allows " + policy.memory() + " MB memory, unikernels at or below " + path
                    + " use " + used.memory() + " MB");
        }
        if (!policy.cpuids().containsAll(used.cpuids())) {
            return Optional.of("policy does not allow CPUids " + join(minus(used.cpuids(), policy.cpuids()))
                    + ", which unikernels at or below " + path + " use");
        }
        if (!policy.bridges().containsAll(used.bridges())) {
            return Optional.of("policy does not allow bridges "
                    + join(minus(used.bridges(), policy.bridges())) + ", which unikernels at or below " + path
                    + " use");
        }
        if (blocks > policy.block().orElse(0L)) {
            return Optional.of("policy allows " + policy.block().orElse(0L)
                    + " MB block storage, block devices at or below " + path + " have " + blocks + " MB");
        }
        return Optional.empty();
    }

    /**
     * Tells what of a policy is exceeded by what is there, as it may be after an import; it runs all the same.
     *
     * @param unikernels all of the host
     * @param blocks all block devices of the host, and their sizes in MB
     */
    public static Optional<String> overcommitted(
            Path path, Policy policy, Map<Name, Arguments> unikernels, Map<Name, Long> blocks) {
        List<Arguments> below = unikernels.entrySet().stream()
                .filter(unikernel -> path.contains(unikernel.getKey().path()))
                .map(Map.Entry::getValue)
                .toList();
        long blocksBelow = blocks.entrySet().stream()
                .filter(block -> path.contains(block.getKey().path()))
                .mapToLong(Map.Entry::getValue)
                .sum();
        return exceeded(path, policy, Usage.of(below), blocksBelow);
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

    static String join(Collection<?> values) {
        return values.stream().map(Object::toString).collect(Collectors.joining(", "));
    }
}
