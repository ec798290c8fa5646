package org.albatross.supervisor.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import org.albatross.core.Bounds;
import org.albatross.core.Desired;
import org.albatross.disk.Disk;
import org.albatross.disk.DurableFiles;
import org.albatross.host.Host;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.Policy;
import org.albatross.model.Sha256;
import org.albatross.store.BlockDirectory;
import org.albatross.store.EntryStore;
import org.albatross.store.IdentityTable;
import org.albatross.store.ImageStore;
import org.albatross.store.InstanceId;
import org.albatross.store.OriginalFiles;
import org.albatross.store.StateLock;
import org.albatross.store.StatePaths;
import org.albatross.store.StateVersion;
import org.albatross.supervisor.internal.run.Isolation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is durable, read once: this platform's alone as long as it is open. */
final class StateDirectory implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StateDirectory.class);

    private final StateLock lock;
    private final DurableFiles files;
    private final InstanceId instance;
    private final EntryStore<Name, Desired> unikernelStore;
    private final EntryStore.Loaded<Name, Desired> unikernels;
    private final EntryStore<org.albatross.model.Path, Policy> policyStore;
    private final SortedMap<org.albatross.model.Path, Policy> policies;
    private final Isolation isolation;
    private final ImageStore images;
    private final BlockDirectory blocks;
    private final SortedMap<Name, Megabytes> devices;

    /**
     * Takes the directory and reads it; what nobody names is removed.
     *
     * @param remover where large files are removed
     * @param faults what befalls the steps of each change
     * @throws IOException when another platform holds it, it cannot be used, it is of a later version, or it holds an original's state
     *     alone
     */
    static StateDirectory open(
            SupervisorSettings settings, Host host, Clock clock, Executor remover, Disk.Faults faults)
            throws IOException {
        StatePaths state = settings.directories().state();
        OriginalFiles.requireImported(state);
        Files.createDirectories(state.directory());
        StateLock lock = StateLock.take(
                state.lock(), host.files(), ProcessHandle.current().pid(), clock.instant());
        try {
            return new StateDirectory(settings, host, remover, lock, faults);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private StateDirectory(SupervisorSettings settings, Host host, Executor remover, StateLock lock, Disk.Faults faults)
            throws IOException {
        StatePaths state = settings.directories().state();
        this.lock = lock;
        files = new DurableFiles(host.files()::syncDirectory, faults);
        int version = StateVersion.KNOWN.migrate(state, files);
        if (version < StateVersion.KNOWN.current() && Files.exists(state.instance())) {
            LOG.info(
                    "{} was of version {}, and is of version {} from now on",
                    state.directory(),
                    version,
                    StateVersion.KNOWN.current());
        }
        instance = InstanceId.of(state.instance(), files, new SecureRandom());
        unikernelStore = EntryStore.ofUnikernels(state.unikernels(), files);
        unikernels = unikernelStore.load();
        report(state.unikernels(), unikernels.unreadable());
        policyStore = EntryStore.ofPolicies(state.policies(), files);
        EntryStore.Loaded<org.albatross.model.Path, Policy> loaded = policyStore.load();
        report(state.policies(), loaded.unreadable());
        policies = within(state.policies(), loaded.entries());
        isolation = new Isolation(
                settings.identities().isolation(),
                identities(settings, host.facts().bootId()),
                host.facts());
        images = new ImageStore(
                state.images(),
                files,
                isolation,
                (file, gid) -> host.files().setOwner(file, Optional.empty(), Optional.of(gid)),
                remover);
        int removed = images.begin(namedImages(), isComplete());
        if (removed > 0) {
            LOG.info("{} images that nothing names were removed", removed);
        }
        blocks = new BlockDirectory(
                state.blocks(), files, (file, uid) -> host.files().setOwner(file, Optional.of(uid), Optional.empty()));
        devices = blocks.scan();
    }

    private static void report(Path directory, SortedMap<String, String> unreadable) {
        unreadable.forEach((file, reason) ->
                LOG.error("{} cannot be read and is left as it is: {}", directory.resolve(file), reason));
    }

    /** Cuts down to what is kept in memory what is larger; the files stay as they are. */
    private static SortedMap<org.albatross.model.Path, Policy> within(
            Path directory, SortedMap<org.albatross.model.Path, Policy> stored) {
        SortedMap<org.albatross.model.Path, Policy> kept = new TreeMap<>();
        stored.forEach((path, policy) -> {
            kept.put(path, Bounds.within(policy));
            Bounds.exceeded(policy)
                    .ifPresent(refusal -> LOG.error(
                            "{} counts as far as is allowed, and stays as it is until that policy is replaced: {}",
                            directory.resolve(path.toString()),
                            refusal.message()));
        });
        return kept;
    }

    private IdentityTable identities(SupervisorSettings settings, String bootId) throws IOException {
        IdentityTable table = new IdentityTable(
                settings.directories().state().identities(),
                settings.identities().first(),
                settings.identities().last(),
                bootId,
                files);
        Set<String> inUse = new HashSet<>();
        unikernels.entries().keySet().forEach(name -> inUse.add(IdentityTable.owner(name)));
        namedImages().forEach(image -> inUse.add(IdentityTable.owner(image)));
        table.load(owner -> !isComplete() || inUse.contains(owner));
        return table;
    }

    /** Tells whether everything that is desired is known. */
    private boolean isComplete() {
        return unikernels.unreadable().isEmpty();
    }

    private Set<Sha256> namedImages() {
        Set<Sha256> named = new HashSet<>();
        for (Desired desired : unikernels.entries().values()) {
            named.add(desired.spec().image());
            desired.fallback().ifPresent(fallback -> named.add(fallback.spec().image()));
        }
        return named;
    }

    /** Returns the unikernels of which it is not known what is desired. */
    Set<Name> unreadableUnikernels() {
        Set<Name> names = new HashSet<>();
        for (String file : unikernels.unreadable().keySet()) {
            try {
                names.add(Name.parse(file));
            } catch (IllegalArgumentException e) {
                LOG.debug("No unikernel is called {}", file, e);
            }
        }
        return names;
    }

    DurableFiles files() {
        return files;
    }

    String instance() {
        return instance.value();
    }

    EntryStore<Name, Desired> unikernelStore() {
        return unikernelStore;
    }

    /** Returns what was desired when the directory was opened. */
    SortedMap<Name, Desired> unikernels() {
        return unikernels.entries();
    }

    EntryStore<org.albatross.model.Path, Policy> policyStore() {
        return policyStore;
    }

    /** Returns the policies when the directory was opened. */
    SortedMap<org.albatross.model.Path, Policy> policies() {
        return policies;
    }

    Isolation isolation() {
        return isolation;
    }

    ImageStore images() {
        return images;
    }

    /** Returns the lock that keeps other platforms off. */
    StateLock lock() {
        return lock;
    }

    BlockDirectory blocks() {
        return blocks;
    }

    /** Returns the block devices when the directory was opened, and their sizes. */
    SortedMap<Name, Megabytes> devices() {
        return devices;
    }

    /** Gives the directory back. */
    @Override
    public void close() {
        lock.close();
    }
}
