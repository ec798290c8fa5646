package org.albatross.migration;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.albatross.core.Desired;
import org.albatross.core.Spec;
import org.albatross.disk.DurableFiles;
import org.albatross.model.Blob;
import org.albatross.model.BlockDevice;
import org.albatross.model.Caller;
import org.albatross.model.Name;
import org.albatross.model.Named;
import org.albatross.model.Policy;
import org.albatross.model.UnikernelConfig;
import org.albatross.store.ImageStore;
import org.albatross.store.OriginalFiles;
import org.albatross.store.RefusedException;
import org.albatross.store.StateLock;
import org.albatross.store.StateVersion;
import org.albatross.wire.State;
import org.albatross.wire.WireEncoder;

/** Writes what should run into a state file that an original Albatross reads (form 6), images uncompressed. */
final class Exporter {
    /** How often a running platform may change what is being read. */
    private static final int ATTEMPTS = 10;

    private final StateStores stores;
    private final Caller.Local caller;
    private final PrintStream out;

    Exporter(StateStores stores, Caller.Local caller, PrintStream out) {
        this.stores = stores;
        this.caller = caller;
        this.out = out;
    }

    /** What was written. */
    private record Exported(
            SortedMap<Name, Desired> unikernels, SortedMap<org.albatross.model.Path, Policy> policies) {}

    /**
     * Writes a new file, or the file {@code state} in a directory, and says what the original will not know.
     *
     * @param running whether a platform may run meanwhile
     * @throws RefusedException when there is nothing to write, or the file exists and is not empty; without {@code
     *     running}, when a platform runs; with it, when what should run changes all the time
     */
    void run(Path target, boolean running) throws IOException, RefusedException, UsageException {
        if (!Files.isDirectory(stores.paths().unikernels())) {
            throw new UsageException(stores.directory() + " holds no state of this platform");
        }
        StateVersion.KNOWN.requireKnown(stores.paths());
        Path file = Files.isDirectory(target) ? target.resolve(OriginalFiles.STATE) : target;
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !isEmpty(file)) {
            throw new RefusedException(file + " exists already: it is not replaced");
        }
        if (running) {
            say(file, whileUnchanged(file));
            return;
        }
        StateLock lock = stores.lock();
        try (lock) {
            say(file, write(file));
        }
    }

    /** Writes until nothing has changed from before the first entry was read to after the last image was. */
    private Exported whileUnchanged(Path file) throws IOException, RefusedException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            StateSnapshot before = StateSnapshot.of(stores.paths());
            try {
                Exported exported = write(file);
                if (before.isWhole() && StateSnapshot.of(stores.paths()).equals(before)) {
                    return exported;
                }
            } catch (IOException | RefusedException e) {
                if (StateSnapshot.of(stores.paths()).equals(before)) {
                    throw e;
                }
            }
        }
        Files.write(file, new byte[0]);
        throw new RefusedException("what should run has changed during each of " + ATTEMPTS
                + " attempts to write it: try again, or end the platform first");
    }

    private void say(Path file, Exported exported) throws IOException {
        int unikernels = exported.unikernels().size();
        int policies = exported.policies().size();
        exported.unikernels().forEach(this::remark);
        out.print("exported " + Findings.Kind.UNIKERNEL.counted(unikernels) + " and "
                + Findings.Kind.POLICY.counted(policies) + " to " + file + "\n");
        sayWhereTheBlockDevicesAre();
        note(file, unikernels, policies);
    }

    private Exported write(Path file) throws IOException, RefusedException {
        Exported exported = new Exported(stores.unikernels(), stores.policies());
        write(file, state(exported.unikernels(), exported.policies()));
        return exported;
    }

    private void note(Path file, int unikernels, int policies) {
        try {
            stores.notes().exported(Instant.now(), caller, file.toAbsolutePath(), unikernels, policies);
        } catch (IOException e) {
            out.print("remark: the event log will not know of this: " + DurableFiles.describe(e) + "\n");
        }
    }

    /** An empty file may be written into: root has made it where we may not. */
    private static boolean isEmpty(Path file) throws IOException {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) == 0;
    }

    private State state(SortedMap<Name, Desired> unikernels, SortedMap<org.albatross.model.Path, Policy> policies)
            throws IOException, RefusedException {
        ImageStore images = stores.images(stores.paths().images());
        List<Named<UnikernelConfig>> configs = new ArrayList<>();
        for (Map.Entry<Name, Desired> unikernel : unikernels.entrySet()) {
            Spec spec = unikernel.getValue().spec();
            Path image = images.intact(spec.image(), spec.imageSize());
            Blob blob = new Blob.Spooled(spec.imageSize(), spec.image(), image.toString());
            configs.add(
                    new Named<>(unikernel.getKey(), new UnikernelConfig(spec.type(), false, blob, spec.arguments())));
        }
        List<Named<Policy>> named = new ArrayList<>();
        policies.forEach((path, policy) -> named.add(new Named<>(path.asName(), policy)));
        return new State(configs, named);
    }

    private static void write(Path file, State state) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file,
                Set.of(
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        LinkOption.NOFOLLOW_LINKS),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            try {
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel));
                WireEncoder.state(state).writeTo(out, blob -> Files.newInputStream(Path.of(blob.handle())));
                out.flush();
                channel.force(true);
            } catch (IOException | RuntimeException e) {
                channel.truncate(0);
                DurableFiles.removeAfter(e, file);
                throw e;
            }
        }
    }

    private void remark(Name name, Desired desired) {
        if (desired.stopped()) {
            out.print("remark: " + name + " is stopped here, an original would start it\n");
        }
        if (desired.fallback().isPresent()) {
            out.print("remark: " + name + " is not confirmed yet, an original would not bring back what it replaced\n");
        }
        desired.spec().arguments().blockDevices().stream()
                .map(BlockDevice::hostDevice)
                .filter(device -> device.decoded().indexOf(':') >= 0)
                .forEach(device -> out.print("remark: " + name + " uses the block device " + device
                        + " below its path, which an original before 2.8 would not give it\n"));
    }

    private void sayWhereTheBlockDevicesAre() throws IOException {
        Path directory = stores.paths().blocks();
        int devices = BlockFiles.in(directory).devices().size();
        if (devices > 0) {
            out.print("its " + Findings.Kind.BLOCK_DEVICE.counted(devices) + (devices == 1 ? " is in " : " are in ")
                    + directory
                    + ": an original expects them in block/ of its state directory (cp -a --sparse=always)\n");
        }
    }
}
