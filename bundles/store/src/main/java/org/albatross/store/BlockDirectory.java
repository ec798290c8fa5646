package org.albatross.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.albatross.disk.Disk;
import org.albatross.disk.DurableFiles;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The block devices: sparse files of whole MB, each called by its written name. A change is written beside the
 * device and takes its place when it is complete and durable. For any thread, one change of a device at a time.
 */
public final class BlockDirectory {
    private static final Logger LOG = LoggerFactory.getLogger(BlockDirectory.class);
    private static final Pattern UNFINISHED = Pattern.compile("new\\.[0-9]+" + DurableFiles.UNFINISHED);

    /** Sets the user of a file. */
    @FunctionalInterface
    public interface OwnerSetter {
        /** Sets it. */
        void setOwner(Path file, long uid) throws IOException;
    }

    private final Path directory;
    private final DurableFiles files;
    private final OwnerSetter owners;
    private final long ourUid;
    private final AtomicLong unfinished = new AtomicLong();

    /** Keeps block devices in {@code directory}, which is made when it does not exist. */
    public BlockDirectory(Path directory, DurableFiles files, OwnerSetter owners) throws IOException {
        files.makeStateDirectory(directory, "rwx--x--x");
        this.directory = directory;
        this.files = files;
        this.owners = owners;
        ourUid = Integer.toUnsignedLong((Integer) Files.getAttribute(directory, "unix:uid"));
    }

    /** Returns where the block devices lie. */
    public Path directory() {
        return directory;
    }

    /** Returns the file of a block device. */
    public Path file(Name device) {
        return directory.resolve(device.toString());
    }

    /**
     * Finds the devices by name and their size; removes what was never finished, warns of other files
     * that are not devices and leaves them.
     */
    public SortedMap<Name, Megabytes> scan() throws IOException {
        SortedMap<Name, Megabytes> devices = new TreeMap<>();
        try (DirectoryStream<Path> listing = Files.newDirectoryStream(directory)) {
            for (Path file : listing) {
                if (isUnfinished(file)) {
                    files.disk().remove(file);
                } else {
                    add(file, devices);
                }
            }
        }
        return devices;
    }

    /**
     * Tells whether a file's name says that it is a change that was never finished: what else ends so may be an
     * operator's, for an original's directory becomes ours.
     */
    public static boolean isUnfinished(Path file) {
        return UNFINISHED.matcher(String.valueOf(file.getFileName())).matches();
    }

    private static void add(Path file, SortedMap<Name, Megabytes> devices) throws IOException {
        String fileName = String.valueOf(file.getFileName());
        try {
            Name name = Name.parse(fileName);
            long size = Files.size(file);
            boolean device = name.label().isPresent()
                    && name.toString().equals(fileName)
                    && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    && size > 0
                    && size % Megabytes.BYTES == 0;
            if (device) {
                devices.put(name, Megabytes.ofBytes(size));
            } else {
                LOG.warn(
                        "Skipping {}: the size of a block device is a whole number of MB, and this file has {} bytes",
                        file,
                        size);
            }
        } catch (IllegalArgumentException e) {
            LOG.warn("Skipping {}: {}", file, e.getMessage());
        }
    }

    /**
     * Makes a device, empty or with contents, or replaces what an existing one holds.
     *
     * @param size its size
     * @throws RefusedException when the contents do not fit, are damaged or cut off; what was before stands
     * @throws IOException with a message for people when the disk fails; what was before stands
     */
    public void write(Name device, Megabytes size, BlockContents contents) throws IOException, RefusedException {
        Path file = directory.resolve("new." + unfinished.incrementAndGet() + DurableFiles.UNFINISHED);
        try {
            try (Disk.OpenFile out = files.disk().create(file)) {
                contents.writeTo(out, size.bytes());
                out.force();
            }
            files.moveIntoPlace(file, file(device));
        } catch (RefusedException e) {
            DurableFiles.removeAfter(e, file);
            throw e;
        } catch (IOException e) {
            IOException failure = DurableFiles.cannotWrite("its " + size + " MB", directory, e);
            DurableFiles.removeAfter(failure, file);
            throw failure;
        }
    }

    /** Copies a file into a new one, by the rights of the user to whom it belongs where that is not us. */
    @FunctionalInterface
    public interface Copier {
        /** Copies it. */
        void copy(Path source, Optional<Long> owner, Path target) throws IOException;
    }

    /**
     * Makes a copy of a device that a unikernel may be using. It has no name: it is gone when it is closed, and after a
     * crash with the next {@link #scan}.
     *
     * @throws IOException with a message for people, when the disk is full, say
     */
    public FileChannel copy(Name device, Copier copier) throws IOException {
        Path file = directory.resolve("new." + unfinished.incrementAndGet() + DurableFiles.UNFINISHED);
        long uid = Integer.toUnsignedLong((Integer) Files.getAttribute(file(device), "unix:uid"));
        try {
            copier.copy(file(device), uid == ourUid ? Optional.empty() : Optional.of(uid), file);
            FileChannel copy = FileChannel.open(file, StandardOpenOption.READ);
            files.disk().remove(file);
            return copy;
        } catch (IOException e) {
            IOException failure = DurableFiles.cannotWrite("a copy of it", directory, e);
            DurableFiles.removeAfter(failure, file);
            throw failure;
        }
    }

    /** Lends a device's file to the user that its unikernel's tender runs as. */
    public void lend(Path file, long uid) throws IOException {
        owners.setOwner(file, uid);
    }

    /** Removes a device. */
    public void remove(Name device) throws IOException {
        files.deleteLarge(file(device));
    }

    /** Opens a device that no unikernel uses for reading; it is ours again from then on. */
    public FileChannel open(Name device) throws IOException {
        owners.setOwner(file(device), ourUid);
        return FileChannel.open(file(device), StandardOpenOption.READ);
    }
}
