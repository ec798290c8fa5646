package org.albatross.supervisor.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;
import org.albatross.core.CpuChoice;
import org.albatross.core.Effect;
import org.albatross.core.Input;
import org.albatross.core.Spec;
import org.albatross.core.Ticket;
import org.albatross.disk.DurableFiles;
import org.albatross.host.Host;
import org.albatross.model.Arguments;
import org.albatross.model.BlockDevice;
import org.albatross.model.Name;
import org.albatross.model.NetDevice;
import org.albatross.model.UnikernelConfig;
import org.albatross.model.UnikernelType;
import org.albatross.solo5.InvalidImageException;
import org.albatross.solo5.NoTenderException;
import org.albatross.solo5.Solo5Image;
import org.albatross.solo5.TenderChoice;
import org.albatross.solo5.TenderCommand;
import org.albatross.store.BlockDirectory;
import org.albatross.store.ImageIntake;
import org.albatross.store.ImageStore;
import org.albatross.store.RefusedException;
import org.albatross.store.StagedImage;
import org.albatross.supervisor.internal.check.CheckedAddress;
import org.albatross.supervisor.internal.run.Hypervisors;

/**
 * Puts images into the store and checks that this machine can run them: ABI, tender or hypervisor,
 * manifest, memory, arguments, block devices, bridges, CPUs, and what starts a tender; so before anything is ended for
 * it. An image that is refused never gets into the store. For any thread.
 */
final class ImageVerifier {
    private final ImageStore images;
    private final ImageIntake intake;
    private final TenderChoice tenders;
    private final BlockDirectory blocks;
    private final Host host;
    private final Hypervisors hypervisors;
    private final Duration limit;
    private final Map<Ticket, Order> orders = new ConcurrentHashMap<>();

    ImageVerifier(
            ImageStore images,
            ImageIntake intake,
            TenderChoice tenders,
            BlockDirectory blocks,
            Host host,
            Hypervisors hypervisors,
            Duration limit) {
        this.images = images;
        this.intake = intake;
        this.tenders = tenders;
        this.blocks = blocks;
        this.host = host;
        this.hypervisors = hypervisors;
        this.limit = limit;
    }

    /** Work that may be given up. */
    private final class Order implements ImageIntake.Patience {
        private volatile boolean cancelled;
        private volatile long begin = System.nanoTime();

        @Override
        public void check() throws RefusedException {
            if (cancelled) {
                throw new RefusedException("cancelled");
            }
            if (System.nanoTime() - begin > limit.toNanos()) {
                throw new RefusedException("the image took longer than " + limit.toSeconds() + " s to be stored");
            }
        }
    }

    /** Says that a ticket's work is coming; from now on it can be given up. */
    void expect(Ticket ticket) {
        orders.put(ticket, new Order());
    }

    /** Gives up the work of a ticket, begun or not. */
    void cancel(Ticket ticket) {
        Order order = orders.get(ticket);
        if (order != null) {
            order.cancelled = true;
        }
    }

    /** Stages an image. It is held when the outcome says that it is staged. */
    Input stage(Effect.Stage stage) {
        Name name = stage.name();
        UnikernelConfig config = stage.config();
        return perform(name, stage.ticket(), order -> {
            try (StagedImage staged = intake.take(config.image(), config.compressed(), order)) {
                Spec spec = new Spec(config.type(), staged.digest(), staged.size(), config.arguments());
                check(name, spec, staged.file());
                if (stage.check().isPresent()) {
                    CheckedAddress.of(stage.check().get(), config.arguments().netDevices());
                }
                order.check();
                images.put(staged);
                return spec;
            }
        });
    }

    /** Checks an image of the store against other arguments. It is held when the outcome says that it is staged. */
    Input verify(Effect.Verify verify) {
        Spec spec = verify.spec();
        return perform(verify.name(), verify.ticket(), order -> {
            Path file = images.intact(spec.image(), spec.imageSize());
            if (!images.hold(spec.image())) {
                throw new RefusedException("the image " + spec.image() + " is not in the store any more");
            }
            try {
                check(verify.name(), spec, file);
                order.check();
                return spec;
            } catch (IOException | RefusedException | RuntimeException e) {
                images.letGo(spec.image());
                throw e;
            }
        });
    }

    private interface Task {
        Spec perform(Order order) throws IOException, RefusedException;
    }

    private Input perform(Name name, Ticket ticket, Task task) {
        Order order = orders.getOrDefault(ticket, new Order());
        order.begin = System.nanoTime();
        try {
            return new Input.Staged(name, ticket, task.perform(order));
        } catch (RefusedException e) {
            return new Input.Refused(name, ticket, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return new Input.Refused(name, ticket, DurableFiles.describe(e));
        } finally {
            orders.remove(ticket);
        }
    }

    private void check(Name name, Spec spec, Path file) throws IOException, RefusedException {
        Arguments arguments = spec.arguments();
        if (spec.type() == UnikernelType.SOLO5) {
            checkImage(name, arguments, file);
        } else {
            hypervisors.require(name, spec.type(), arguments);
        }
        requireBridges(arguments.netDevices());
        Optional<String> cpus =
                CpuChoice.refusal(arguments.cpuids(), host.facts().cpus());
        if (cpus.isPresent()) {
            throw new RefusedException(cpus.get());
        }
        host.processes().requireLaunchable(arguments.cpuids());
    }

    private void checkImage(Name name, Arguments arguments, Path file) throws IOException, RefusedException {
        Solo5Image image = readable(file);
        Optional<String> refusal = image.manifest()
                .compare(
                        arguments.blockDevices().stream().map(BlockDevice::name).toList(),
                        arguments.netDevices().stream().map(NetDevice::name).toList())
                .map(Object::toString)
                .or(() -> image.misfit(arguments.memory()))
                .or(() -> TenderCommand.refusal(name, tenders.fullName(), arguments))
                .or(() -> missingBlock(name, arguments));
        if (refusal.isPresent()) {
            throw new RefusedException(refusal.get());
        }
    }

    private Optional<String> missingBlock(Name name, Arguments arguments) {
        return arguments.blockDevices().stream()
                .map(device -> blocks.file(device.onHost(name.path())))
                .filter(file -> !Files.isRegularFile(file))
                .map(file -> "the file of a block device, " + file + ", is missing")
                .findFirst();
    }

    private Solo5Image readable(Path file) throws IOException, RefusedException {
        try {
            Solo5Image image = tenders.read(file);
            tenders.find(image);
            return image;
        } catch (InvalidImageException | NoTenderException e) {
            throw new RefusedException(String.valueOf(e.getMessage()));
        }
    }

    private void requireBridges(List<NetDevice> devices) throws IOException, RefusedException {
        if (devices.isEmpty()) {
            return;
        }
        SortedSet<String> bridges = host.network().bridges();
        for (NetDevice device : devices) {
            if (!bridges.contains(device.hostBridge().decoded())) {
                throw new RefusedException("bridge " + device.hostBridge() + " for device " + device.name()
                        + " does not exist on this host, which has: "
                        + (bridges.isEmpty() ? "none" : String.join(", ", bridges)));
            }
        }
    }
}
