package org.albatross.core;

import static org.albatross.core.PolicyRules.bridgesOf;
import static org.albatross.core.PolicyRules.members;
import static org.albatross.core.PolicyRules.minus;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.albatross.core.StateIndex.Load;
import org.albatross.model.Arguments;
import org.albatross.model.BlockDevice;
import org.albatross.model.CpuId;
import org.albatross.model.Integer63;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.NetDevice;
import org.albatross.model.Path;
import org.albatross.model.Policy;
import org.albatross.model.PolicyRefusal.Exceeded;
import org.albatross.model.PolicyRefusal.NotAllowed;
import org.albatross.model.PolicyRefusal.Resource;
import org.albatross.model.Refusal;
import org.albatross.model.Refusal.OutOfRange;
import org.albatross.model.Refusal.Quantity;
import org.albatross.model.Text;
import org.albatross.model.UnikernelType;

/**
 * Whether a unikernel fits: into every policy from its path to the root, reservations of others included,
 * and onto the block devices that exist and are free. Each method returns a refusal that names the value,
 * the limit and whose limit it is, or nothing.
 */
public final class Admission {
    private final WorkingState state;
    private final HostFacts facts;

    Admission(WorkingState state, HostFacts facts) {
        this.state = state;
        this.facts = facts;
    }

    /**
     * Refuses a use of resources that does not fit. What the unikernel holds already is not counted against
     * it, so that in a tree that is over-committed only growth is refused.
     */
    Optional<Refusal> refuses(Name name, UnikernelType type, Arguments wanted) {
        Optional<Unikernel> holder = state.find(name);
        return malformed(name, type, wanted)
                .or(() -> new Bounds(state).refusesUnikernel(name, wanted))
                .or(() -> policies(name.path(), wanted, holder))
                .or(() -> blocks(name, wanted))
                .or(() -> disks(name, wanted));
    }

    /**
     * Refuses arguments that no machine could give to the unikernel {@code name}, whatever else exists: their
     * memory, CPUs, length and number, and the names of their devices.
     */
    public static Optional<Refusal> malformed(Name name, UnikernelType type, Arguments wanted) {
        Optional<Refusal> tooMany = Bounds.exceeded(wanted);
        if (tooMany.isPresent()) {
            return tooMany;
        }
        if (Arguments.LEAST_MEMORY.exceeds(wanted.memory())) {
            return Optional.of(new OutOfRange(
                    Quantity.MEMORY_MB, wanted.memory().count(), Arguments.LEAST_MEMORY.count(), Integer63.MAX));
        }
        if (wanted.cpuids().isEmpty()) {
            return malformed("no CPUid requested, at least one is needed");
        }
        int length = -1;
        for (Text argument : wanted.argv().orElse(List.of())) {
            length += argument.length() + 1;
            if (argument.decoded().indexOf('\0') >= 0) {
                return malformed("an argument contains a NUL byte"); // it may be a secret: not repeated
            }
            if (!argument.isValid()) {
                return malformed("an argument is not in UTF-8, and would reach the unikernel changed");
            }
        }
        if (length > Arguments.MAX_ARGV_BYTES) {
            return Optional.of(new OutOfRange(Quantity.ARGUMENT_BYTES, length, 0, Arguments.MAX_ARGV_BYTES));
        }
        return malformedNets(wanted).or(() -> malformedBlocks(name.path(), type, wanted));
    }

    private static Optional<Refusal> malformed(String message) {
        return Optional.of(new Refusal.Malformed(message));
    }

    private static Optional<Refusal> malformedNets(Arguments wanted) {
        Set<Text> seen = new HashSet<>();
        for (NetDevice device : wanted.netDevices()) {
            Optional<Refusal> refusal = badLabel("network device", device.name());
            if (refusal.isPresent()) {
                return refusal;
            }
            if (!seen.add(device.name())) {
                return malformed("network device " + device.name() + " is given twice");
            }
        }
        return Optional.empty();
    }

    private static Optional<Refusal> malformedBlocks(Path path, UnikernelType type, Arguments wanted) {
        Set<Text> names = new HashSet<>();
        Set<Object> onHost = new HashSet<>();
        for (BlockDevice device : wanted.blockDevices()) {
            Optional<Refusal> refusal =
                    badLabel("block device", device.name()).or(() -> badHostDevice(path, type, device));
            if (refusal.isPresent()) {
                return refusal;
            }
            if (!names.add(device.name())) {
                return malformed("block device " + device.name() + " is given twice");
            }
            if (!onHost.add(device.isPath() ? device.hostDevice() : device.onHost(path))) {
                return malformed("block device " + device.hostDevice() + " of the host is given twice");
            }
            long sector = device.sectorSize().orElse(BlockDevice.SMALLEST_SECTOR);
            if (sector < BlockDevice.SMALLEST_SECTOR
                    || sector > BlockDevice.LARGEST_SECTOR
                    || Long.bitCount(sector) != 1) {
                return malformed(
                        "sector size " + sector + " of block device " + device.name() + " is not a power of two from "
                                + BlockDevice.SMALLEST_SECTOR + " to " + BlockDevice.LARGEST_SECTOR);
            }
        }
        return Optional.empty();
    }

    /** Refuses what cannot be the name of a device within a unikernel: from the wire any bytes may come. */
    private static Optional<Refusal> badLabel(String kind, Text label) {
        try {
            Name.of(Path.ROOT, label.decoded().toLowerCase(Locale.ROOT));
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return malformed(badName(label, kind, e));
        }
    }

    /** A path is a disk of the machine, which a virtual machine may have, if whoever runs it allows it. */
    private static Optional<Refusal> badHostDevice(Path path, UnikernelType type, BlockDevice device) {
        if (device.isPath() && type == UnikernelType.BHYVE) {
            return device.hostDevice().length() > BlockDevice.MAX_PATH_BYTES
                    ? malformed("the path of block device " + device.name() + " has "
                            + device.hostDevice().length() + " bytes, at most " + BlockDevice.MAX_PATH_BYTES
                            + " are allowed")
                    : Optional.empty();
        }
        try {
            device.onHost(path);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return malformed(badName(device.hostDevice(), "block device", e));
        }
    }

    private static String badName(Text name, String kind, IllegalArgumentException reason) {
        return "invalid name '" + name + "' of a " + kind + ": " + reason.getMessage();
    }

    private Optional<Refusal> policies(Path path, Arguments wanted, Optional<Unikernel> holder) {
        return state.limiting(path).stream()
                .flatMap(at -> state.policiesOf(at, facts).stream().map(policy -> policy(at, policy, wanted, holder)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<Refusal> policy(Path at, Policy policy, Arguments wanted, Optional<Unikernel> holder) {
        Load used = state.index().load(at).minus(holder.map(Load::of).orElse(Load.NONE));
        boolean holds = holder.filter(Unikernel::reserves).isPresent();
        if (!holds && used.unikernels() + 1 > policy.unikernels()) {
            return Optional.of(new Exceeded(at, Resource.UNIKERNELS, policy.unikernels(), used.unikernels(), 1));
        }
        Megabytes held = holder.map(Unikernel::reservedMemory).orElse(Megabytes.ZERO);
        if (wanted.memory().exceeds(held)
                && wanted.memory().exceeds(policy.memory().minus(used.reserved()))) {
            return Optional.of(new Exceeded(
                    at,
                    Resource.MEMORY,
                    policy.memory().count(),
                    used.reserved().count(),
                    wanted.memory().count()));
        }
        List<Arguments> reserved = holder.map(Unikernel::reserved).orElse(List.of());
        SortedSet<CpuId> cpus = minus(wanted.cpuids(), policy.cpuids());
        reserved.forEach(arguments -> cpus.removeAll(arguments.cpuids()));
        if (!cpus.isEmpty()) {
            return Optional.of(new NotAllowed(at, Resource.CPUS, members(cpus), members(policy.cpuids())));
        }
        SortedSet<Text> bridges = minus(bridgesOf(wanted), policy.bridges());
        reserved.forEach(arguments -> bridges.removeAll(bridgesOf(arguments)));
        if (!bridges.isEmpty()) {
            return Optional.of(new NotAllowed(at, Resource.BRIDGES, members(bridges), members(policy.bridges())));
        }
        return Optional.empty();
    }

    private Optional<Refusal> blocks(Name name, Arguments wanted) {
        for (Name device : blockNames(name, wanted)) {
            Optional<Volume> volume = state.volume(device);
            boolean unmade = volume.flatMap(Volume::work)
                    .filter(work -> work.change() instanceof Volume.Change.Make)
                    .isPresent();
            if (volume.isEmpty() || unmade) {
                return Optional.of(new Refusal.NotFound(Refusal.Subject.BLOCK_DEVICE, device, Optional.empty()));
            }
            if (volume.get().work().isPresent()) {
                return Optional.of(new Refusal.Busy(device, Refusal.Activity.DEVICE_IS_WRITTEN, Optional.empty()));
            }
            Optional<Name> user =
                    state.index().usersOf(device).stream().findFirst().filter(other -> !other.equals(name));
            if (user.isPresent()) {
                return Optional.of(new Refusal.InUse(device, user.get(), Optional.empty()));
            }
        }
        return Optional.empty();
    }

    /** Two virtual machines that write to one disk destroy what is on it. They are few, so all are looked at. */
    private Optional<Refusal> disks(Name name, Arguments wanted) {
        Set<Text> disks = disksOf(wanted);
        if (disks.isEmpty()) {
            return Optional.empty();
        }
        for (Unikernel other : state.covered(Name.ROOT)) {
            for (Arguments reserved : other.name().equals(name) ? List.<Arguments>of() : other.reserved()) {
                Set<Text> shared = disksOf(reserved);
                shared.retainAll(disks);
                if (!shared.isEmpty()) {
                    return Optional.of(new Refusal.DiskInUse(shared.iterator().next(), other.name()));
                }
            }
        }
        return Optional.empty();
    }

    private static Set<Text> disksOf(Arguments arguments) {
        return arguments.blockDevices().stream()
                .filter(BlockDevice::isPath)
                .map(BlockDevice::hostDevice)
                .collect(Collectors.toCollection(HashSet::new));
    }

    /** Returns the names of the block devices on the host; each lies at the unikernel's own path or below it. */
    public static SortedSet<Name> blockNames(Name unikernel, Arguments arguments) {
        return arguments.blockDevices().stream()
                .flatMap(device -> blockName(unikernel, device).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns the name of a block device on the host; none when that is not a name, so that it cannot exist. */
    static Optional<Name> blockName(Name unikernel, BlockDevice device) {
        try {
            return Optional.of(device.onHost(unikernel.path()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
