package org.albatross.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.albatross.disk.Disk;
import org.albatross.disk.DurableFiles;
import org.albatross.model.Sha256;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The images, uncompressed, once each, called by their SHA-256. One that is damaged is neither run, sent, nor taken for
 * that which a command brings, which replaces it.
 *
 * <p>An image stays while the state names it or somebody holds it. Whoever puts or looks one up holds it
 * from then on, so that it cannot go before the state has heard of it; the owner of the state says
 * {@link #keep} before it applies that outcome and {@link #letGo} after. For any thread; no call but
 * {@link #begin} and {@link #put} does more than rename a file.
 */
public final class ImageStore {
    private static final Logger LOG = LoggerFactory.getLogger(ImageStore.class);

    /** Who may read an image beside us. */
    @FunctionalInterface
    public interface Readers {
        /** Returns the group of an image's readers; nothing when all run as one user. */
        Optional<Long> groupOf(Sha256 image) throws IOException;
    }

    /** Sets the group of a file. */
    @FunctionalInterface
    public interface GroupSetter {
        /** Sets it. */
        void setGroup(Path file, long gid) throws IOException;
    }

    private final Path directory;
    private final DurableFiles files;
    private final Readers readers;
    private final GroupSetter groups;
    private final Executor remover;
    private final AtomicLong unfinished = new AtomicLong();
    private final ImageDigests digests = new ImageDigests();
    private final Set<Sha256> reported = ConcurrentHashMap.newKeySet();
    private final Map<Sha256, Integer> held = new HashMap<>();
    private final Set<Sha256> kept = new HashSet<>();

    /**
     * Keeps images in {@code directory}, which is made when it does not exist.
     *
     * @param remover where files are removed, which takes long for large ones
     */
    public ImageStore(Path directory, DurableFiles files, Readers readers, GroupSetter groups, Executor remover)
            throws IOException {
        files.makeStateDirectory(directory, "rwx--x--x");
        this.directory = directory;
        this.files = files;
        this.readers = readers;
        this.groups = groups;
        this.remover = remover;
    }

    /**
     * Begins with the images, readable as the present isolation wants it; removes files that were never finished and, when it is known
     * that nothing else is named, every image that is not named. One that is named and missing says that something was damaged, which
     * may be the name: then no image is removed.
     *
     * @return how many images were removed
     */
    public int begin(Set<Sha256> named, boolean removeOthers) throws IOException {
        boolean whole = true;
        for (Sha256 image : named) {
            if (Files.exists(file(image))) {
                permitReaders(image, file(image));
            } else {
                whole = false;
                LOG.error("{} is missing: what is to run it cannot start, and no other image is removed", file(image));
            }
        }
        int removed = 0;
        try (DirectoryStream<Path> listing = Files.newDirectoryStream(directory)) {
            for (Path file : listing) {
                if (DurableFiles.isUnfinished(file)) {
                    files.disk().remove(file);
                } else if (isUnnamedImage(file.getFileName().toString(), named)) {
                    if (whole && removeOthers) {
                        files.disk().remove(file);
                        removed++;
                    } else {
                        // The group that it has may be another's by now.
                        permitReaders(Sha256.ofHex(file.getFileName().toString()), file);
                    }
                }
            }
        }
        synchronized (this) {
            kept.addAll(named);
        }
        return removed;
    }

    /** Lets the image's group read it, and nobody change it. */
    private void permitReaders(Sha256 image, Path file) throws IOException {
        Optional<Long> group = readers.groupOf(image);
        if (group.isPresent()) {
            groups.setGroup(file, group.get());
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r-----"));
    }

    private static boolean isUnnamedImage(String fileName, Set<Sha256> named) {
        return fileName.matches("[0-9a-f]{64}") && !named.contains(Sha256.ofHex(fileName));
    }

    /**
     * Returns the file of an image, which is what its digest says. That is known from its length and time stamps, unless
     * it is used for the first time, or has changed: then all of it is read.
     *
     * @throws IOException with a message for people when it is missing or damaged
     */
    public Path intact(Sha256 image, long size) throws IOException {
        Path file = file(image);
        Optional<String> damage = damage(image, size);
        if (damage.isPresent()) {
            if (reported.add(image)) {
                LOG.error("The image {} cannot be used: it {}", file, damage.get());
            }
            throw new IOException(
                    "the image " + file + " " + damage.get() + ": a create --force with this image puts it right");
        }
        reported.remove(image);
        return file;
    }

    private Optional<String> damage(Sha256 image, long size) throws IOException {
        Path file = file(image);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of("is missing");
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of("is not a regular file");
        }
        if (Files.size(file) != size) {
            return Optional.of("is damaged: it has " + Files.size(file) + " bytes instead of " + size);
        }
        Sha256 digest = digests.of(file);
        return digest.equals(image) ? Optional.empty() : Optional.of("is damaged: its SHA-256 is " + digest);
    }

    /** Makes a new file, as {@link #newUnfinished} names it, and returns what writes into it. */
    public OutputStream create(Path unfinished) throws IOException {
        Disk.OpenFile file = files.disk().create(unfinished);
        return new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int count) throws IOException {
                file.write(ByteBuffer.wrap(bytes, offset, count));
            }

            @Override
            public void close() throws IOException {
                file.close();
            }
        };
    }

    /** Returns what each step of a change goes through. */
    Disk disk() {
        return files.disk();
    }

    /** Returns where an image is or would be, whatever is there. */
    public Path file(Sha256 image) {
        return directory.resolve(image.toString());
    }

    /** Returns the name of a file in the store's directory that nobody uses, and that a restart removes. */
    public Path newUnfinished() {
        return directory.resolve("new." + unfinished.incrementAndGet() + DurableFiles.UNFINISHED);
    }

    /**
     * Puts a file into the store and holds it. When the image is there already, the file is removed.
     *
     * @throws IOException with a message for people; the file is where it was, and nothing is held
     */
    public void put(StagedImage staged) throws IOException {
        Sha256 image = staged.digest();
        boolean holding = false;
        try {
            boolean damaged = Files.exists(file(image), LinkOption.NOFOLLOW_LINKS)
                    && damage(image, staged.size()).isPresent();
            holding = holdIfIntact(image);
            if (!holding) {
                permitReaders(image, staged.file());
                files.disk().force(staged.file());
                moveIntoPlace(staged);
                holding = true;
                if (damaged) {
                    reported.remove(image);
                    LOG.info("{} was damaged, and has been replaced by the image of a command", file(image));
                }
            }
            // Also when it was there: whoever has just put it may not have come to this.
            files.syncDirectory(directory);
        } catch (IOException e) {
            if (holding) {
                letGo(image);
            }
            throw new IOException("cannot store the image in " + directory + ": " + DurableFiles.reason(e), e);
        }
    }

    /** Holds an image that is known to be intact. */
    private synchronized boolean holdIfIntact(Sha256 image) throws IOException {
        Path file = file(image);
        boolean intact = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && digests.isKnown(file, image);
        if (intact) {
            held.merge(image, 1, Integer::sum);
        }
        return intact;
    }

    private synchronized void moveIntoPlace(StagedImage staged) throws IOException {
        Sha256 image = staged.digest();
        if (!holdIfIntact(image)) {
            Path file = file(image);
            if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new IOException(file + " is a directory: move it away");
            }
            files.disk().rename(staged.file(), file);
            digests.put(file, image);
            held.merge(image, 1, Integer::sum);
        }
    }

    /** Holds an image if it is there. */
    public synchronized boolean hold(Sha256 image) {
        if (!Files.isRegularFile(file(image), LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        held.merge(image, 1, Integer::sum);
        return true;
    }

    /** Says that the state is about to name an image that is held. */
    public synchronized void keep(Sha256 image) {
        kept.add(image);
    }

    /** Says that the state names an image no longer. It goes now, or when nobody holds it any more. */
    public synchronized void release(Sha256 image) {
        kept.remove(image);
        removeIfUnused(image);
    }

    /** Ends one hold of an image. */
    public synchronized void letGo(Sha256 image) {
        held.computeIfPresent(image, (key, count) -> count == 1 ? null : count - 1);
        removeIfUnused(image);
    }

    private void removeIfUnused(Sha256 image) {
        if (kept.contains(image) || held.containsKey(image)) {
            return;
        }
        Path removed = newUnfinished();
        digests.forget(file(image));
        try {
            files.disk().rename(file(image), removed);
            remover.execute(() -> remove(removed));
        } catch (NoSuchFileException e) {
            LOG.debug("The image {} was not there", image);
        } catch (IOException e) {
            LOG.warn("Cannot remove the image {}, which nobody uses: {}", file(image), DurableFiles.reason(e));
        }
    }

    private void remove(Path file) {
        try {
            files.disk().remove(file);
        } catch (IOException e) {
            LOG.warn("Cannot remove {}, the next start will: {}", file, DurableFiles.reason(e));
        }
    }
}
