package org.albatross.core;

import static org.albatross.core.PolicyRules.bridgesOf;
import static org.albatross.core.PolicyRules.join;
import static org.albatross.core.PolicyRules.minus;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.albatross.model.Arguments;
import org.albatross.model.BlockDevice;
import org.albatross.model.Name;
import org.albatross.model.NetDevice;
import org.albatross.model.Path;
import org.albatross.model.Policy;
import org.albatross.model.Text;

/**
 * Whether a unikernel fits: into every policy from its path to the root, reservations of others included,
 * and onto the block devices that exist and are free. Each method returns a refusal that names the value,
 * the limit and whose limit it is, or nothing.
 */
final class Admission {
    private static final String DEVICE_NAME = "[A-Za-z0-9][A-Za-z0-9.-]{0,62}";
    private static final long LEAST_SECTOR = 512;
    private static final long LARGEST_SECTOR = 32768;

    /** What the tender hands to a unikernel at most, in bytes (solo5 section 5). */
    private static final int LONGEST_ARGUMENTS = 8191;

    private final Step step;
    private final HostFacts facts;

    Admission(Step step, HostFacts facts) {
        this.step = step;
        this.facts = facts;
    }

    /**
     * Refuses a use of resources that does not fit. What the unikernel holds already is not counted against
     * it, so that in a tree that is over-committed only growth is refused.
     */
    Optional<String> refuses(Name name, Arguments wanted) {
        Optional<Unikernel> holder = step.find(name);
        return malformed(wanted).or(() -> policies(name.path(), wanted, holder)).or(() -> blocks(name, wanted));
    }

    private static Optional<String> malformed(Arguments wanted) {
        if (wanted.memory() < 1) {
            return Optional.of("memory of " + wanted.memory() + " MB requested, at least 1 is needed");
        }
        if (wanted.cpuids().isEmpty()) {
            return Optional.of("no CPUid requested, at least one is needed");
        }
        int length = -1;
        for (Text argument : wanted.argv().orElse(List.of())) {
            length += argument.length() + 1;
            if (argument.decoded().indexOf('\0') >= 0) {
                return Optional.of("argument '" + argument + "' contains a NUL byte");
            }
        }
        if (length > LONGEST_ARGUMENTS) {
            return Optional.of(
                    "the arguments have " + length + " bytes, at most " + LONGEST_ARGUMENTS + " are allowed");
        }
        return malformedNets(wanted).or(() -> malformedBlocks(wanted));
    }

    private static Optional<String> malformedNets(Arguments wanted) {
        Set<Text> seen = new HashSet<>();
        for (NetDevice device : wanted.netDevices()) {
            if (!isDeviceName(device.name())) {
                return badDevice("network device", device.name());
            }
            if (!seen.add(device.name())) {
                return Optional.of("network device " + device.name() + " is given twice");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> malformedBlocks(Arguments wanted) {
        Set<Text> names = new HashSet<>();
        Set<Text> onHost = new HashSet<>();
        for (BlockDevice device : wanted.blockDevices()) {
            for (Text name : List.of(device.name(), device.hostDevice())) {
                if (!isDeviceName(name)) {
                    return badDevice("block device", name);
                }
            }
            if (!names.add(device.name())) {
                return Optional.of("block device " + device.name() + " is given twice");
            }
            if (!onHost.add(device.hostDevice())) {
                return Optional.of("block device " + device.hostDevice() + " of the host is given twice");
            }
            long sector = device.sectorSize().orElse(LEAST_SECTOR);
            if (sector < LEAST_SECTOR || sector > LARGEST_SECTOR || Long.bitCount(sector) != 1) {
                return Optional.of("sector size " + sector + " of block device " + device.name()
                        + " is not a power of two from " + LEAST_SECTOR + " to " + LARGEST_SECTOR);
            }
        }
        return Optional.empty();
    }

    private static boolean isDeviceName(Text name) {
        return name.decoded().matches(DEVICE_NAME);
    }

    private static Optional<String> badDevice(String kind, Text name) {
        return Optional.of("invalid name '" + name + "' of a " + kind
                + ": 1 to 63 letters, digits, '-' and '.' are allowed, a letter or digit first");
    }

    private Optional<String> policies(Path path, Arguments wanted, Optional<Unikernel> holder) {
        if (step.limits().ancestors() == Limits.Ancestors.EXACT) {
            Optional<String> refusal = Optional.ofNullable(step.policies().get(path))
                    .flatMap(policy -> policy(path, policy, wanted, holder));
            return refusal.or(() -> policy(Path.ROOT, facts.rootPolicy(), wanted, holder));
        }
        Optional<Path> at = Optional.of(path);
        while (at.isPresent() && !at.get().isRoot()) {
            Policy policy = step.policies().get(at.get());
            if (policy != null) {
                Optional<String> refusal = policy(at.get(), policy, wanted, holder);
                if (refusal.isPresent()) {
                    return refusal;
                }
            }
            at = at.get().parent();
        }
        return policy(Path.ROOT, facts.rootPolicy(), wanted, holder);
    }

    private Optional<String> policy(Path at, Policy policy, Arguments wanted, Optional<Unikernel> holder) {
        Usage used = Usage.below(step.unikernels().values(), at, holder.map(Unikernel::name));
        boolean holds = holder.filter(Unikernel::reserves).isPresent();
        if (!holds && used.unikernels() + 1 > policy.unikernels()) {
            return Optional.of("maximum allowed unikernels (" + policy.unikernels() + ", used " + used.unikernels()
                    + ") would be exceeded by one more, says the policy of " + at);
        }
        long held = holder.map(Unikernel::reservedMemory).orElse(0L);
        if (wanted.memory() > held && wanted.memory() > policy.memory() - used.memory()) {
            return Optional.of("maximum allowed memory (" + policy.memory() + ", used " + used.memory()
                    + ") would be exceeded (requesting " + wanted.memory() + "), says the policy of " + at);
        }
        List<Arguments> reserved = holder.map(Unikernel::reserved).orElse(List.of());
        SortedSet<Long> cpus = minus(wanted.cpuids(), policy.cpuids());
        reserved.forEach(arguments -> cpus.removeAll(arguments.cpuids()));
        if (!cpus.isEmpty()) {
            return Optional.of("CPUids " + join(cpus) + " are not allowed by policy of " + at + " (allowed: "
                    + join(policy.cpuids()) + ")");
        }
        SortedSet<Text> bridges = minus(bridgesOf(wanted), policy.bridges());
        reserved.forEach(arguments -> bridges.removeAll(bridgesOf(arguments)));
        if (!bridges.isEmpty()) {
            return Optional.of("bridges " + join(bridges) + " not allowed by policy of " + at + " (allowed: "
                    + join(policy.bridges()) + ")");
        }
        return Optional.empty();
    }

    private Optional<String> blocks(Name name, Arguments wanted) {
        for (Name device : blockNames(name, wanted)) {
            if (!step.blocks().containsKey(device)) {
                return Optional.of("block device " + device + " not found");
            }
            Optional<Name> user = userOf(step.unikernels().values(), device).filter(other -> !other.equals(name));
            if (user.isPresent()) {
                return Optional.of("block device " + device + " already in use by " + user.get());
            }
        }
        return Optional.empty();
    }

    /** Returns the names of the block devices on the host; each lies at the unikernel's own path. */
    static SortedSet<Name> blockNames(Name unikernel, Arguments arguments) {
        SortedSet<Name> names = new TreeSet<>();
        for (BlockDevice device : arguments.blockDevices()) {
            names.add(Name.parse(unikernel.path() + device.hostDevice().decoded()));
        }
        return names;
    }

    /** Returns the unikernel for which a block device is reserved. */
    static Optional<Name> userOf(Collection<Unikernel> unikernels, Name device) {
        return unikernels.stream()
                .filter(unikernel -> unikernel.name().path().equals(device.path()))
                .filter(unikernel -> unikernel.reserved().stream()
                        .anyMatch(arguments ->
                                blockNames(unikernel.name(), arguments).contains(device)))
                .map(Unikernel::name)
                .findFirst();
    }
}
