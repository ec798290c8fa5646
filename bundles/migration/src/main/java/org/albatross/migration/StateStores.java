package org.albatross.migration;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.albatross.core.Desired;
import org.albatross.disk.DurableFiles;
import org.albatross.host.Host;
import org.albatross.model.Name;
import org.albatross.model.Policy;
import org.albatross.store.EntryStore;
import org.albatross.store.ImageStore;
import org.albatross.store.RefusedException;
import org.albatross.store.StateLock;
import org.albatross.store.StatePaths;
import org.albatross.store.TransferNotes;

/** What of our state directory is read, whoever has it, and written while no platform has it. */
final class StateStores {
    private final StatePaths paths;
    private final Host host;
    private final DurableFiles files;

    StateStores(StatePaths paths, Host host) {
        this.paths = paths;
        this.host = host;
        this.files = new DurableFiles(host.files()::syncDirectory);
    }

    StatePaths paths() {
        return paths;
    }

    Path directory() {
        return paths.directory();
    }

    Host host() {
        return host;
    }

    DurableFiles files() {
        return files;
    }

    /**
     * Keeps every platform out of the directory.
     *
     * @throws RefusedException when one has it; the message says who
     */
    StateLock lock() throws IOException, RefusedException {
        try {
            return StateLock.take(
                    paths.lock(),
                    host.files(),
                    ProcessHandle.current().pid(),
                    Clock.systemUTC().instant());
        } catch (IOException e) {
            throw new RefusedException(DurableFiles.describe(e));
        }
    }

    /** Opens the store of images in {@code directory}, with nothing removed. */
    ImageStore images(Path imageDirectory) throws IOException {
        return new ImageStore(
                imageDirectory, files, image -> Optional.empty(), (file, gid) -> {}, removal -> removal.run());
    }

    /** Refuses a directory in which an entry says that a unikernel should run, readable or not. */
    void requireNothingDesired() throws IOException, RefusedException {
        Path ours = paths.unikernels();
        if (!Files.isDirectory(ours)) {
            return;
        }
        try (DirectoryStream<Path> listing = Files.newDirectoryStream(ours)) {
            if (listing.iterator().hasNext()) {
                throw new RefusedException(directory()
                        + " holds already what should run: import into a state directory in which nothing should run"
                        + " yet");
            }
        }
    }

    /** Returns everything that is desired; nothing where no platform has ever been. */
    SortedMap<Name, Desired> unikernels() throws IOException, RefusedException {
        Path ours = paths.unikernels();
        return Files.isDirectory(ours) ? readable(ours, EntryStore.ofUnikernels(ours, files)) : new TreeMap<>();
    }

    /** Returns the policies. */
    SortedMap<org.albatross.model.Path, Policy> policies() throws IOException, RefusedException {
        Path ours = paths.policies();
        return Files.isDirectory(ours) ? readable(ours, EntryStore.ofPolicies(ours, files)) : new TreeMap<>();
    }

    /** Stores policies. */
    void store(SortedMap<org.albatross.model.Path, Policy> policies) throws IOException {
        EntryStore<org.albatross.model.Path, Policy> store = EntryStore.ofPolicies(paths.policies(), files);
        for (Map.Entry<org.albatross.model.Path, Policy> policy : policies.entrySet()) {
            store.store(policy.getKey(), policy.getValue());
        }
    }

    /** Returns the notes for the event log of the next platform. */
    TransferNotes notes() {
        return new TransferNotes(paths, files);
    }

    private static <K extends Comparable<K>, V> SortedMap<K, V> readable(Path entries, EntryStore<K, V> store)
            throws IOException, RefusedException {
        EntryStore.Loaded<K, V> loaded = store.look();
        if (!loaded.unreadable().isEmpty()) {
            String first = loaded.unreadable().firstKey();
            throw new RefusedException(entries.resolve(first) + " cannot be read: "
                    + loaded.unreadable().get(first));
        }
        return loaded.entries();
    }
}
