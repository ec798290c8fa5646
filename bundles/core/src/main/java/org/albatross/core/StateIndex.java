package org.albatross.core;

import java.math.BigInteger;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import org.albatross.model.Arguments;
import org.albatross.model.Integer63;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.Path;
import org.albatross.model.Policy;
import org.albatross.model.Sha256;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.PSortedSet;
import org.pcollections.TreePSet;

/**
 * What a decision about one unikernel or block device asks of all the others, kept as each of them changes, so that none
 * has to be looked at. It follows from the maps of a {@link State}; each method returns a new index. Immutable.
 *
 * @param loads what lies at or below each path; a path with nothing is absent
 * @param users the unikernels for which each block device is reserved
 * @param images for how many unikernels each image must stay in the store
 * @param queued what waits for its turn at boot
 * @param booting what has had its turn at boot, and has not started yet
 * @param ending what a stop or a shutdown of several unikernels ends
 * @param footprint the bytes of memory that all policies and unikernels take, see {@link Bounds}
 */
record StateIndex(
        PMap<Path, Load> loads,
        PMap<Name, PSortedSet<Name>> users,
        PMap<Sha256, Integer> images,
        PSortedSet<Turn> queued,
        PSortedSet<Turn> booting,
        PSortedSet<Name> ending,
        long footprint) {
    private static final StateIndex EMPTY = new StateIndex(
            HashTreePMap.empty(),
            HashTreePMap.empty(),
            HashTreePMap.empty(),
            TreePSet.empty(),
            TreePSet.empty(),
            TreePSet.empty(),
            0);

    /** A place in the order of starts. */
    record Turn(long startup, Name name) implements Comparable<Turn> {
        @Override
        public int compareTo(Turn other) {
            int order = Long.compare(startup, other.startup);
            return order != 0 ? order : name.compareTo(other.name);
        }
    }

    /**
     * Sums, which never saturate, so that what was added can be taken away again.
     *
     * @param unikernels how many have something reserved
     * @param memory the megabytes reserved for them
     * @param blocks the megabytes of block devices
     */
    record Load(long unikernels, BigInteger memory, BigInteger blocks) {
        static final Load NONE = new Load(0, BigInteger.ZERO, BigInteger.ZERO);

        static Load of(Unikernel unikernel) {
            return unikernel.reserves() ? new Load(1, exact(unikernel.reservedMemory()), BigInteger.ZERO) : NONE;
        }

        static Load of(Volume volume) {
            return new Load(0, BigInteger.ZERO, exact(volume.size()));
        }

        Load plus(Load other) {
            return new Load(unikernels + other.unikernels, memory.add(other.memory), blocks.add(other.blocks));
        }

        Load minus(Load other) {
            return new Load(
                    unikernels - other.unikernels, memory.subtract(other.memory), blocks.subtract(other.blocks));
        }

        /** Returns the memory; the largest number of the protocol where that is more. */
        Megabytes reserved() {
            return within(memory);
        }

        /** Returns the size of the block devices; the largest number of the protocol where that is more. */
        Megabytes stored() {
            return within(blocks);
        }

        private static BigInteger exact(Megabytes size) {
            return BigInteger.valueOf(size.count());
        }

        private static Megabytes within(BigInteger sum) {
            return new Megabytes(sum.min(BigInteger.valueOf(Integer63.MAX)).longValueExact());
        }
    }

    static StateIndex of(Collection<Policy> policies, Collection<Unikernel> unikernels, Map<Name, Volume> blocks) {
        StateIndex index = EMPTY;
        for (Policy policy : policies) {
            index = index.policy(Optional.empty(), Optional.of(policy));
        }
        for (Unikernel unikernel : unikernels) {
            index = index.unikernel(Optional.empty(), Optional.of(unikernel));
        }
        for (Map.Entry<Name, Volume> entry : blocks.entrySet()) {
            index = index.volume(entry.getKey(), Optional.empty(), Optional.of(entry.getValue()));
        }
        return index;
    }

    /** Returns what lies at or below a path. */
    Load load(Path path) {
        return loads.getOrDefault(path, Load.NONE);
    }

    /** Returns the unikernels for which a block device is reserved, in the order of their names: one, unless an import has more. */
    SortedSet<Name> usersOf(Name device) {
        return users.getOrDefault(device, TreePSet.empty());
    }

    /** Tells whether an image must stay in the store. */
    boolean keeps(Sha256 image) {
        return images.containsKey(image);
    }

    /** Replaces what a policy is by another one; either may be absent. */
    StateIndex policy(Optional<Policy> before, Optional<Policy> after) {
        return withFootprint(footprint
                - before.map(Bounds::footprint).orElse(0L)
                + after.map(Bounds::footprint).orElse(0L));
    }

    private StateIndex withFootprint(long next) {
        return new StateIndex(loads, users, images, queued, booting, ending, next);
    }

    /** Replaces what a block device is; either may be absent. */
    StateIndex volume(Name name, Optional<Volume> before, Optional<Volume> after) {
        return withLoads(shifted(
                name.path(),
                before.map(Load::of).orElse(Load.NONE),
                after.map(Load::of).orElse(Load.NONE)));
    }

    private StateIndex withLoads(PMap<Path, Load> next) {
        return new StateIndex(next, users, images, queued, booting, ending, footprint);
    }

    /** Replaces what a unikernel is, of one name; either may be absent. */
    StateIndex unikernel(Optional<Unikernel> before, Optional<Unikernel> after) {
        Name name = before.or(() -> after).orElseThrow().name();
        return new StateIndex(
                shifted(
                        name.path(),
                        before.map(Load::of).orElse(Load.NONE),
                        after.map(Load::of).orElse(Load.NONE)),
                used(name, devices(before), devices(after)),
                kept(imagesOf(before), imagesOf(after)),
                replaced(queued, before.flatMap(StateIndex::queuedTurn), after.flatMap(StateIndex::queuedTurn)),
                replaced(booting, before.flatMap(StateIndex::bootingTurn), after.flatMap(StateIndex::bootingTurn)),
                replaced(ending, before.flatMap(StateIndex::endingName), after.flatMap(StateIndex::endingName)),
                footprint
                        - before.map(Bounds::footprint).orElse(0L)
                        + after.map(Bounds::footprint).orElse(0L));
    }

    private PMap<Path, Load> shifted(Path path, Load before, Load after) {
        if (before.equals(after)) {
            return loads;
        }
        PMap<Path, Load> shifted = loads;
        for (Optional<Path> at = Optional.of(path);
                at.isPresent();
                at = at.get().parent()) {
            Load sum = load(at.get()).minus(before).plus(after);
            shifted = sum.equals(Load.NONE) ? shifted.minus(at.get()) : shifted.plus(at.get(), sum);
        }
        return shifted;
    }

    private PMap<Name, PSortedSet<Name>> used(Name unikernel, Set<Name> before, Set<Name> after) {
        PMap<Name, PSortedSet<Name>> used = users;
        for (Name device : before) {
            if (!after.contains(device)) {
                PSortedSet<Name> others =
                        Objects.requireNonNull(used.get(device)).minus(unikernel);
                used = others.isEmpty() ? used.minus(device) : used.plus(device, others);
            }
        }
        for (Name device : after) {
            used = used.plus(device, used.getOrDefault(device, TreePSet.empty()).plus(unikernel));
        }
        return used;
    }

    private static Set<Name> devices(Optional<Unikernel> unikernel) {
        if (unikernel.isEmpty()) {
            return Set.of();
        }
        Set<Name> devices = new HashSet<>();
        for (Arguments arguments : unikernel.get().reserved()) {
            devices.addAll(Admission.blockNames(unikernel.get().name(), arguments));
        }
        return devices;
    }

    private PMap<Sha256, Integer> kept(Set<Sha256> before, Set<Sha256> after) {
        PMap<Sha256, Integer> kept = images;
        for (Sha256 image : before) {
            if (!after.contains(image)) {
                int others = Objects.requireNonNull(kept.get(image)) - 1;
                kept = others == 0 ? kept.minus(image) : kept.plus(image, others);
            }
        }
        for (Sha256 image : after) {
            if (!before.contains(image)) {
                kept = kept.plus(image, kept.getOrDefault(image, 0) + 1);
            }
        }
        return kept;
    }

    private static Set<Sha256> imagesOf(Optional<Unikernel> unikernel) {
        return unikernel.map(Unikernel::images).orElse(Collections.emptySet());
    }

    private static <E> PSortedSet<E> replaced(PSortedSet<E> set, Optional<E> before, Optional<E> after) {
        if (before.equals(after)) {
            return set;
        }
        PSortedSet<E> replaced = before.isPresent() ? set.minus(before.get()) : set;
        return after.isPresent() ? replaced.plus(after.get()) : replaced;
    }

    private static Optional<Turn> queuedTurn(Unikernel unikernel) {
        return unikernel.run() instanceof Run.Queued ? turn(unikernel) : Optional.empty();
    }

    private static Optional<Turn> bootingTurn(Unikernel unikernel) {
        return unikernel.run() instanceof Run.Starting starting && starting.atBoot()
                ? turn(unikernel)
                : Optional.empty();
    }

    private static Optional<Turn> turn(Unikernel unikernel) {
        return unikernel.desired().map(desired -> new Turn(StartOrder.startup(desired), unikernel.name()));
    }

    private static Optional<Name> endingName(Unikernel unikernel) {
        return ShutdownOrder.ending(unikernel.work()).map(request -> unikernel.name());
    }
}
