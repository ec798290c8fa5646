package org.albatross.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Predicate;
import org.albatross.disk.DurableFiles;
import org.albatross.host.Await;
import org.albatross.host.HostFiles;
import org.albatross.model.Name;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lock files of unikernels: held by the wrapper and inherited by the tender, so that a held one says that
 * something of the unikernel lives. A lock file also keeps the number of the last run, within one boot. While a platform
 * runs none is removed; a start removes some when there are many.
 */
public final class RunLocks {
    private static final Logger LOG = LoggerFactory.getLogger(RunLocks.class);

    /** The most lock files, each of a name that has had a unikernel since the last boot. */
    public static final int MAX_FILES = 16384;

    private static final int NUMBER_WIDTH = 20;

    private final RunPaths paths;
    private final HostFiles files;
    private final int most;
    private int mayBePresent = Integer.MAX_VALUE;

    public RunLocks(RunPaths paths, HostFiles files) {
        this(paths, files, MAX_FILES);
    }

    /** With another limit than {@link #MAX_FILES}, for tests. */
    RunLocks(RunPaths paths, HostFiles files, int most) {
        this.paths = paths;
        this.most = most;
        this.files = files;
    }

    /**
     * Takes the lock, waiting for a wrapper that is about to end.
     *
     * @throws IOException also when it would be one file too many
     */
    public Optional<HostFiles.Lock> take(Name name, Duration limit) throws IOException {
        Path lock = paths.lock(name);
        removeDirectory(lock);
        if (!Files.exists(lock)) {
            requireRoom();
        }
        return Await.until(limit, () -> files.tryLock(lock));
    }

    /** A directory in the place of a lock is nobody's lock, and would keep everything from starting. */
    private static void removeDirectory(Path lock) throws IOException {
        if (Files.isDirectory(lock, LinkOption.NOFOLLOW_LINKS)) {
            LOG.warn("{} is a directory, and is removed", lock);
            RunPaths.delete(lock);
        }
    }

    /** Each first start of a name since the boot comes here, so files are listed only when they could be too many. */
    private synchronized void requireRoom() throws IOException {
        if (mayBePresent >= most) {
            mayBePresent = paths.lockFiles().size();
        }
        if (mayBePresent >= most) {
            throw new IOException(paths.locks() + " has " + mayBePresent
                    + " files, one for each name that has had a unikernel"
                    + " since the last boot, at most " + most + " are kept: use a name again that was used before, or"
                    + " restart the platform, which removes those that nothing uses");
        }
        mayBePresent++;
    }

    /**
     * Removes lock files of names that nobody needs, when there are more than half of what is allowed. Only for when
     * nothing is being started, and {@code needed} holds for every name of which a wrapper or tender may live: who has
     * opened a file that is removed would lock nothing.
     *
     * @return how many were removed
     */
    public int removeUnused(Predicate<Name> needed) throws IOException {
        SortedSet<Name> present = paths.lockFiles();
        int removed = 0;
        if (present.size() > most / 2) {
            for (Name name : present) {
                if (!needed.test(name) && isFree(name)) {
                    Files.delete(paths.lock(name));
                    removed++;
                }
            }
        }
        return removed;
    }

    /** Tells whether nobody holds the lock. */
    public boolean isFree(Name name) throws IOException {
        if (!Files.exists(paths.lock(name))) {
            return true;
        }
        removeDirectory(paths.lock(name));
        Optional<HostFiles.Lock> lock = files.tryLock(paths.lock(name));
        lock.ifPresent(HostFiles.Lock::close);
        return lock.isPresent();
    }

    /** Keeps the number of the run that is about to begin; called with the lock held. */
    public void writeRunId(Name name, long runId) throws IOException {
        String padded = String.format("%-" + NUMBER_WIDTH + "d%n", runId);
        try {
            Files.writeString(paths.lock(name), padded, StandardCharsets.US_ASCII, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new IOException("cannot write " + paths.lock(name) + ": " + DurableFiles.reason(e), e);
        }
    }

    /** Returns the number of the last run, 0 when it is not known. */
    public long lastRunId(Name name) throws IOException {
        try {
            String text = Files.readString(paths.lock(name), StandardCharsets.ISO_8859_1)
                    .strip();
            return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
        } catch (NoSuchFileException e) {
            return 0;
        }
    }
}
