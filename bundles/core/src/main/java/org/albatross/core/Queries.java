package org.albatross.core;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.albatross.model.Arguments;
import org.albatross.model.BlockDevice;
import org.albatross.model.Bytes;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.Named;
import org.albatross.model.Path;
import org.albatross.model.Policy;
import org.albatross.model.Reply;
import org.albatross.model.Text;
import org.albatross.model.UnikernelCommand.InfoForm;
import org.albatross.model.UnikernelInfo;
import org.albatross.model.UnikernelStatus;
import org.albatross.model.UnikernelType;

/**
 * The answers to questions, from a state as it is: nothing is decided for them. Names in them are relative to the path that
 * was asked about, whole when a single name was (wire-protocol section 4).
 */
public final class Queries {
    /** So many unikernels and block devices, whose arguments take so many bytes, are told of without anybody's noticing. */
    private static final int FEW = 64;

    private static final long SMALL = 1 << 16;

    private final State state;
    private final Name about;
    private final Machines machines;

    /** How virtual machines are called that no tender runs; known to whoever makes them. */
    @FunctionalInterface
    public interface Machines {
        /** For who has no virtual machines. */
        Machines NONE = (type, name, run) -> Optional.empty();

        /** Returns the name of the machine of a run; nothing while that is not known. */
        Optional<Text> nameOf(UnikernelType type, Name name, RunId run);
    }

    /** Asks about one thing, or about all at or below a path. */
    public Queries(State state, Name about, Machines machines) {
        this.state = state;
        this.about = about;
        this.machines = machines;
    }

    /** Tells whether an answer takes no time to speak of: well below a millisecond. */
    public boolean areBrief() {
        return about.label().isPresent()
                || (state.unikernels().size() + state.blocks().size() <= FEW
                        && state.index().footprint() <= SMALL);
    }

    private Name seen(Name name) {
        return about.label().isPresent() ? name : name.relativeTo(about.path());
    }

    /** Returns the unikernels with a live tender, nothing else. */
    public Reply info(InfoForm form) {
        List<Named<UnikernelInfo>> infos = new ArrayList<>();
        for (Unikernel unikernel : State.covered(state.unikernels(), about).values()) {
            if (unikernel.run().alive()) {
                unikernel
                        .running()
                        .ifPresent(spec -> infos.add(new Named<>(seen(unikernel.name()), info(unikernel, spec))));
            }
        }
        return new Reply.Infos(form, infos);
    }

    private UnikernelInfo info(Unikernel unikernel, Spec spec) {
        Arguments arguments = spec.arguments();
        Name name = unikernel.name();
        return new UnikernelInfo(
                spec.type(),
                arguments.failBehaviour(),
                arguments.startup(),
                arguments.cpuids(),
                arguments.memory(),
                digest(unikernel, spec),
                arguments.blockDevices().stream()
                        .map(device -> new UnikernelInfo.Block(
                                device.name(),
                                device.hostDevice(),
                                device.sectorSize().orElse(BlockDevice.SMALLEST_SECTOR),
                                Admission.blockName(name, device)
                                        .flatMap(block -> Optional.ofNullable(
                                                state.blocks().get(block)))
                                        .map(Volume::size)
                                        .orElse(Megabytes.ZERO)))
                        .toList(),
                arguments.netDevices().stream()
                        .map(device -> new UnikernelInfo.Net(device.name(), device.hostBridge(), device.macIn(name)))
                        .toList(),
                arguments.argv(),
                started(unikernel.run()),
                arguments.cpus(),
                arguments.linuxBootPartition());
    }

    /** A virtual machine has no image: its name is told instead, as by the original, and nothing while it does not run. */
    private Bytes digest(Unikernel unikernel, Spec spec) {
        if (spec.type() == UnikernelType.SOLO5) {
            return spec.image().bytes();
        }
        return Optional.of(unikernel)
                .filter(one -> one.run().alive())
                .flatMap(one -> machines.nameOf(spec.type(), one.name(), one.runId()))
                .map(Text::bytes)
                .orElse(Bytes.EMPTY);
    }

    private static Optional<Instant> started(Run run) {
        return run instanceof Run.Alive alive ? Optional.of(alive.started()) : Optional.empty();
    }

    /** Returns the policies at and below the path; a label is ignored, and the root's is what the machine has. */
    public Reply policies(HostFacts facts) {
        Path path = about.path();
        List<Named<Policy>> policies = new ArrayList<>();
        if (path.isRoot()) {
            policies.add(new Named<>(Name.ROOT, facts.rootPolicy()));
        }
        for (Map.Entry<Path, Policy> entry : state.policies().entrySet()) {
            if (path.contains(entry.getKey())) {
                policies.add(new Named<>(entry.getKey().asName().relativeTo(path), entry.getValue()));
            }
        }
        return new Reply.Policies(policies);
    }

    /** Returns the block devices. */
    public Reply blocks() {
        List<Named<Reply.BlockInfo>> devices = new ArrayList<>();
        State.covered(state.blocks(), about)
                .forEach((name, volume) -> devices.add(new Named<>(
                        seen(name),
                        new Reply.BlockInfo(
                                volume.size(), !state.index().usersOf(name).isEmpty()))));
        return new Reply.BlockDevices(devices);
    }

    /**
     * Returns every desired unikernel, and the finished ones whose name nobody has taken since, in the order of their names.
     *
     * @param now those that have finished longer ago than the limits say are forgotten
     */
    public Reply status(Instant now) {
        SortedMap<Name, UnikernelStatus> statuses = new TreeMap<>();
        for (State.Finished finished : state.finished()) {
            if (about.covers(finished.name()) && state.remembers(finished, now)) {
                statuses.put(finished.name(), status(finished));
            }
        }
        for (Unikernel unikernel : State.covered(state.unikernels(), about).values()) {
            statuses.put(unikernel.name(), status(unikernel));
        }
        return new Reply.Statuses(statuses.entrySet().stream()
                .map(entry -> new Named<>(seen(entry.getKey()), entry.getValue()))
                .toList());
    }

    private static UnikernelStatus status(State.Finished finished) {
        return new UnikernelStatus(
                UnikernelStatus.State.FINISHED.text(),
                finished.runId().number(),
                finished.restarts(),
                Optional.of(Text.of("its fail behaviour does not restart it after " + finished.exit())),
                Optional.of(Text.of(finished.exit().toString())),
                Optional.of(finished.time()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private UnikernelStatus status(Unikernel unikernel) {
        StatusOfRun.Shown shown = unikernel.run().accept(new StatusOfRun());
        Optional<Spec> spec = unikernel.running().or(() -> unikernel.desired().map(Desired::spec));
        return new UnikernelStatus(
                shown.state().text(),
                unikernel.runId().number(),
                unikernel.restarts(),
                shown.reason().map(Text::of),
                unikernel.lastExit().map(exit -> Text.of(exit.toString())),
                Optional.of(unikernel.since()),
                shown.nextTry(),
                spec.map(given -> given.arguments().addName()),
                spec.filter(given -> about.equals(unikernel.name())).map(given -> info(unikernel, given)));
    }
}
