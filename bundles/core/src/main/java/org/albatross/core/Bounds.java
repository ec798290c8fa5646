package org.albatross.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.albatross.model.Arguments;
import org.albatross.model.Bytes;
import org.albatross.model.FailBehaviour;
import org.albatross.model.Name;
import org.albatross.model.NetDevice;
import org.albatross.model.Path;
import org.albatross.model.Policy;
import org.albatross.model.Refusal;
import org.albatross.model.Text;

/**
 * How much may be desired, so that it fits into memory together with an answer that tells all of it. Every method
 * returns a refusal that names the value and the limit, or nothing; the limits are constants of the types that they
 * bound. What was there before a limit stays as it is: see {@link #within}.
 *
 * <p>Beside the numbers of unikernels and policies, their <em>footprint</em> is bounded, all of it together: what the
 * parts of a configuration that differ in number and length take in memory.
 */
public final class Bounds {
    /** Bytes of memory that a number in a set takes. */
    private static final int NUMBER = 64;

    /** Bytes of memory that a text takes beside its length, in a set or list. */
    private static final int TEXT = 112;

    /** How many bytes of a name that is too long a message shows. */
    private static final int SHOWN = 32;

    private final WorkingState state;

    Bounds(WorkingState state) {
        this.state = state;
    }

    /** Refuses what a unikernel may not have, whatever else there is. */
    public static Optional<Refusal> exceeded(Arguments arguments) {
        int codes = arguments.failBehaviour() instanceof FailBehaviour.Restart restart
                ? restart.codes().size()
                : 0;
        int devices = arguments.netDevices().size() + arguments.blockDevices().size();
        return tooMany("CPUs", arguments.cpuids(), Policy.MAX_CPUIDS)
                .or(() -> tooMany("exit codes", codes, FailBehaviour.Restart.MAX_CODES))
                .or(() -> tooMany("network and block devices", devices, Arguments.MAX_DEVICES))
                .or(() -> arguments.argv().flatMap(argv -> tooMany("arguments", argv, Arguments.MAX_ARGV)))
                .or(() -> arguments
                        .linuxBootPartition()
                        .filter(partition -> partition.length() > Arguments.MAX_PARTITION_BYTES)
                        .map(partition -> "the boot partition's name has " + partition.length() + " bytes, at most "
                                + Arguments.MAX_PARTITION_BYTES + " are allowed"))
                .or(() -> impossible(PolicyRules.bridgesOf(arguments)))
                .map(Refusal.Malformed::new);
    }

    /** Refuses what a policy may not have, whatever else there is. */
    public static Optional<Refusal> exceeded(Policy policy) {
        return tooMany("CPUs", policy.cpuids(), Policy.MAX_CPUIDS)
                .or(() -> tooMany("bridges", policy.bridges(), Policy.MAX_BRIDGES))
                .or(() -> impossible(policy.bridges()))
                .map(Refusal.Malformed::new);
    }

    private static Optional<String> tooMany(String what, Collection<?> given, int most) {
        return tooMany(what, given.size(), most);
    }

    private static Optional<String> tooMany(String what, int given, int most) {
        return given > most
                ? Optional.of(given + " " + what + " are given, at most " + most + " are allowed")
                : Optional.empty();
    }

    private static Optional<String> impossible(Collection<Text> bridges) {
        return bridges.stream()
                .filter(bridge -> !isPossible(bridge))
                .findFirst()
                .map(bridge -> "the name of a bridge, '" + beginning(bridge) + "', has " + bridge.length()
                        + " bytes; 1 to " + NetDevice.MAX_BRIDGE_BYTES + " are possible");
    }

    private static boolean isPossible(Text bridge) {
        return bridge.length() >= 1 && bridge.length() <= NetDevice.MAX_BRIDGE_BYTES;
    }

    private static String beginning(Text text) {
        return text.length() <= SHOWN
                ? text.toString()
                : Text.of(Bytes.of(text.bytes().toArray(), 0, SHOWN)) + "..";
    }

    /**
     * Returns what of a policy is kept in memory: as much as is allowed. A bridge whose name is too long for one cannot
     * exist, so that nothing is lost by leaving it out; of too many bridges or CPUs the first ones count.
     */
    public static Policy within(Policy policy) {
        return new Policy(
                policy.cpuids().stream().limit(Policy.MAX_CPUIDS).collect(Collectors.toCollection(TreeSet::new)),
                policy.unikernels(),
                policy.memory(),
                policy.block(),
                policy.bridges().stream()
                        .filter(Bounds::isPossible)
                        .limit(Policy.MAX_BRIDGES)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    /** Refuses one more unikernel, or other arguments of one, that are too much for the host. */
    Optional<Refusal> refusesUnikernel(Name name, Arguments wanted) {
        int unikernels = state.size();
        if (state.find(name).isEmpty() && unikernels >= State.MAX_UNIKERNELS) {
            return Optional.of(new Refusal.LimitReached("this host has " + unikernels + " unikernels, at most "
                    + State.MAX_UNIKERNELS + " are allowed; destroy one first"));
        }
        long held = state.find(name).map(Bounds::footprint).orElse(0L);
        return tooLarge(footprint(wanted), held);
    }

    /** Refuses policies of which one is too large, or that are too much for the host together. */
    Optional<Refusal> refusesPolicies(Map<Path, Policy> added) {
        Optional<Refusal> refusal = added.values().stream()
                .flatMap(policy -> exceeded(policy).stream())
                .findFirst();
        int policies = state.policies().size();
        long more = added.keySet().stream()
                .filter(path -> !state.policies().containsKey(path))
                .count();
        if (refusal.isEmpty() && more > 0 && policies + more > State.MAX_POLICIES) {
            refusal = Optional.of(new Refusal.LimitReached(
                    "this host has " + policies + " policies" + (more > 1 ? " and would get " + more + " more" : "")
                            + ", at most " + State.MAX_POLICIES + " are allowed; remove one first"));
        }
        List<Policy> held = added.keySet().stream()
                .flatMap(path -> Optional.ofNullable(state.policies().get(path)).stream())
                .toList();
        return refusal.or(() -> tooLarge(footprint(added.values(), List.of()), footprint(held, List.of())));
    }

    /** Refuses {@code wanted} bytes where {@code held} were, unless that is not more. */
    private Optional<Refusal> tooLarge(long wanted, long held) {
        long present = state.index().footprint();
        return wanted > held && present - held + wanted > State.MAX_FOOTPRINT
                ? Optional.of(new Refusal.LimitReached("the policies and configurations of this host take "
                        + (present - held) + " bytes of memory, and this one " + wanted + "; at most "
                        + State.MAX_FOOTPRINT + " are allowed together"))
                : Optional.empty();
    }

    private static long footprint(Collection<Policy> policies, Collection<Unikernel> unikernels) {
        long bytes = 0;
        for (Policy policy : policies) {
            bytes += footprint(policy);
        }
        for (Unikernel unikernel : unikernels) {
            bytes += footprint(unikernel);
        }
        return bytes;
    }

    /** Returns how many bytes of memory the configurations that are kept for a unikernel take. */
    static long footprint(Unikernel unikernel) {
        Set<Arguments> kept = Collections.newSetFromMap(new IdentityHashMap<>());
        kept.addAll(unikernel.reserved());
        long bytes = 0;
        for (Arguments arguments : kept) {
            bytes += footprint(arguments);
        }
        return bytes;
    }

    /**
     * Tells what of a state exceeds a limit that is newer than it; it is kept all the same.
     *
     * @return a sentence for each
     */
    public static List<String> exceeded(State state) {
        List<String> all = new ArrayList<>();
        long bytes = state.index().footprint();
        if (bytes > State.MAX_FOOTPRINT) {
            all.add("the policies and configurations of this host take " + bytes + " bytes of memory, at most "
                    + State.MAX_FOOTPRINT + " are allowed: more is refused");
        }
        tooMany("unikernels", state.unikernels().size(), State.MAX_UNIKERNELS).ifPresent(all::add);
        tooMany("policies", state.policies().size(), State.MAX_POLICIES).ifPresent(all::add);
        tooMany("block devices", state.blocks().size(), State.MAX_BLOCK_DEVICES).ifPresent(all::add);
        state.unikernels().forEach((name, unikernel) -> unikernel
                .desired()
                .flatMap(desired -> exceeded(desired.spec().arguments()))
                .ifPresent(refusal -> all.add("the unikernel " + name + " is kept as it is: " + refusal.message())));
        return all;
    }

    /** Returns how many bytes of memory the parts of a policy take that differ in number and length. */
    static long footprint(Policy policy) {
        return (long) NUMBER * policy.cpuids().size() + footprint(policy.bridges());
    }

    /** Returns how many bytes of memory the parts of a configuration take that differ in number and length. */
    static long footprint(Arguments arguments) {
        long bytes = (long) NUMBER * arguments.cpuids().size()
                + footprint(
                        arguments.argv().map(argv -> (Collection<Text>) argv).orElse(Set.of()));
        if (arguments.failBehaviour() instanceof FailBehaviour.Restart restart) {
            bytes += (long) NUMBER * restart.codes().size();
        }
        for (var device : arguments.netDevices()) {
            bytes += 3 * TEXT
                    + device.name().length()
                    + device.bridge().map(Text::length).orElse(0);
        }
        for (var device : arguments.blockDevices()) {
            bytes += 3 * TEXT
                    + device.name().length()
                    + device.device().map(Text::length).orElse(0);
        }
        return bytes
                + arguments
                        .linuxBootPartition()
                        .map(part -> TEXT + part.length())
                        .orElse(0);
    }

    private static long footprint(Collection<Text> texts) {
        long bytes = 0;
        for (Text text : texts) {
            bytes += TEXT + text.length();
        }
        return bytes;
    }
}
