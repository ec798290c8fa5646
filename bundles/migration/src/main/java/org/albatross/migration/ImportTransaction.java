package org.albatross.migration;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.albatross.core.Desired;
import org.albatross.disk.DurableFiles;
import org.albatross.model.Name;
import org.albatross.store.BlockDirectory;
import org.albatross.store.EntryStore;
import org.albatross.store.ImageStore;
import org.albatross.store.RefusedException;
import org.albatross.store.StateLock;
import org.albatross.store.StatePaths;
import org.albatross.store.StateVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Our state directory from the beginning to the end of an import. Closed before {@link #keep}, everything is as it was
 * before. From then on what is to run is gathered in {@link StatePaths#importing}; as long as that is there, no
 * platform starts, and another import goes on from what this one has done. One rename makes it what runs.
 */
final class ImportTransaction implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ImportTransaction.class);

    private final StateStores stores;
    private final StateLock lock;
    private final Deque<Path> made = new ArrayDeque<>();
    private final boolean resumed;
    private boolean kept;

    /**
     * Takes the directory, and removes what an import that was interrupted has not finished.
     *
     * @throws RefusedException when a platform holds it, or something should run already
     */
    static ImportTransaction open(StateStores stores) throws IOException, RefusedException {
        Deque<Path> made = new ArrayDeque<>();
        Path directory = stores.directory();
        for (Path missing = directory; missing != null && Files.notExists(missing); missing = missing.getParent()) {
            made.addLast(missing);
        }
        Files.createDirectories(directory);
        Path lockFile = stores.paths().lock();
        boolean newLock = Files.notExists(lockFile, LinkOption.NOFOLLOW_LINKS);
        StateLock lock;
        try {
            lock = stores.lock();
        } catch (IOException | RefusedException | RuntimeException e) {
            undo(made);
            throw e;
        }
        if (newLock) {
            made.addFirst(lockFile);
        }
        ImportTransaction transaction = new ImportTransaction(stores, lock, made);
        try {
            transaction.begin();
            return transaction;
        } catch (IOException | RefusedException | RuntimeException e) {
            transaction.close();
            throw e;
        }
    }

    private ImportTransaction(StateStores stores, StateLock lock, Deque<Path> made) {
        this.stores = stores;
        this.lock = lock;
        this.made.addAll(made);
        resumed = Files.exists(unfinished());
    }

    private Path unfinished() {
        return stores.paths().importing();
    }

    private Path imageDirectory() {
        return stores.paths().images();
    }

    private void begin() throws IOException, RefusedException {
        StateVersion.KNOWN.requireKnown(stores.paths());
        stores.requireNothingDesired();
        removeUnfinished(imageDirectory());
        removeUnfinished(stores.paths().blocks());
        make(imageDirectory());
    }

    /** Removes what an import was writing when it was interrupted; images and block devices call that the same. */
    private static void removeUnfinished(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> listing = Files.newDirectoryStream(directory)) {
                for (Path file : listing) {
                    if (BlockDirectory.isUnfinished(file)) {
                        Files.delete(file);
                    }
                }
            }
        }
    }

    private void make(Path directory) throws IOException {
        if (Files.notExists(directory, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(directory);
            made.addFirst(directory);
        }
    }

    /** Tells whether an import was interrupted here before. */
    boolean isResumed() {
        return resumed;
    }

    /** Returns the store of images. */
    ImageStore images() throws IOException {
        return stores.images(imageDirectory());
    }

    /** Says that from now on what is done stays, for this import or the next one to go on from. */
    void keep() throws IOException {
        if (resumed) {
            EntryStore<Name, Desired> former = unikernels();
            for (Name name : former.load().entries().keySet()) {
                former.remove(name);
            }
        } else {
            make(unfinished());
            stores.files().syncDirectory(stores.directory());
        }
        StateVersion.KNOWN.migrate(stores.paths(), stores.files());
        kept = true;
    }

    /** Returns the store of what is to run. */
    EntryStore<Name, Desired> unikernels() throws IOException {
        return EntryStore.ofUnikernels(unfinished(), stores.files());
    }

    /** Ends the import: everything else is in its place, and what is to run takes its own. */
    void finish() throws IOException {
        stores.files().moveIntoPlace(unfinished(), stores.paths().unikernels());
    }

    @Override
    public void close() {
        if (!kept) {
            undo(made);
        }
        lock.close();
    }

    /** Removes what was made here, the last first. What somebody has put into a directory meanwhile stays. */
    private static void undo(Deque<Path> made) {
        for (Path path : made) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                LOG.warn("Cannot remove {}: {}", path, DurableFiles.reason(e));
            }
        }
    }
}
