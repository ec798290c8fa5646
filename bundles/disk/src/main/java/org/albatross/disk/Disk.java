package org.albatross.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The single steps by which files are changed that have to survive a power cut. All of them go through here, so that a test can let
 * each one fail, and can tell at each one what a disk may hold after a power cut: docs/architecture.md section 5. For any
 * thread.
 */
public final class Disk {
    static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final Set<OpenOption> NEW_FILE = Set.of(
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS);

    /** What is done to the disk. */
    public enum Step {
        /** A directory is made. */
        MAKE_DIRECTORY,
        /** An empty file is made. */
        CREATE,
        /** Some bytes are written into a file. */
        WRITE,
        /** A file loses what is behind some position. */
        TRUNCATE,
        /** What is in a file becomes durable. */
        FORCE,
        /** A file or directory takes the place of another one, or of none. */
        RENAME,
        /** A file is removed. */
        REMOVE,
        /** The entries of a directory become durable. */
        SYNC_DIRECTORY
    }

    /** What befalls the steps. */
    public interface Faults {
        /** Nothing. */
        Faults NONE = (step, file, target) -> {};

        /**
         * Called before each step.
         *
         * @param target what {@code file} is renamed to; {@code file} itself for other steps
         * @throws IOException in place of the step, which is not made then
         */
        void before(Step step, Path file, Path target) throws IOException;

        /** Returns how many of so many bytes a write takes, at least one. */
        default int atMost(int bytes) {
            return bytes;
        }
    }

    /** Makes the entries of a directory durable. */
    @FunctionalInterface
    public interface DirectorySync {
        /** Syncs a directory. */
        void sync(Path directory) throws IOException;
    }

    private final DirectorySync directories;
    private final Faults faults;

    /** As the next; directories are synced as the JDK can. */
    public Disk(Faults faults) {
        this(Disk::syncDirectory, faults);
    }

    /** One whose directories are synced by {@code directories}; {@code faults} befall each step. */
    public Disk(DirectorySync directories, Faults faults) {
        this.directories = directories;
        this.faults = faults;
    }

    /** Makes the entries of a directory durable, as fsync(2) of its descriptor does. */
    static void syncDirectory(Path directory) throws IOException {
        try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
            entries.force(true);
        }
    }

    /** A file that is open to be written. For one thread. */
    public final class OpenFile implements AutoCloseable {
        private final Path file;
        private final FileChannel channel;

        private OpenFile(Path file, FileChannel channel) {
            this.file = file;
            this.channel = channel;
        }

        /** Writes all that remains, behind what was written. */
        public void write(ByteBuffer bytes) throws IOException {
            int count = bytes.remaining();
            write(bytes, channel.position());
            channel.position(channel.position() + count);
        }

        /** Writes all that remains from a position of the file on. */
        public void write(ByteBuffer bytes, long position) throws IOException {
            int end = bytes.limit();
            long at = position;
            while (bytes.position() < end) {
                faults.before(Step.WRITE, file, file);
                bytes.limit(bytes.position() + faults.atMost(end - bytes.position()));
                at += channel.write(bytes, at);
                bytes.limit(end);
            }
        }

        /** Reads from a position of the file on, as {@link FileChannel#read(ByteBuffer, long)} does. */
        public int read(ByteBuffer bytes, long position) throws IOException {
            return channel.read(bytes, position);
        }

        /** Removes what is behind a position. */
        public void truncate(long size) throws IOException {
            faults.before(Step.TRUNCATE, file, file);
            channel.truncate(size);
        }

        /** Returns how many bytes the file has. */
        public long size() throws IOException {
            return channel.size();
        }

        /** Makes what was written durable. */
        public void force() throws IOException {
            faults.before(Step.FORCE, file, file);
            channel.force(true);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /** Makes an empty file that nobody but us may read. */
    public OpenFile create(Path file) throws IOException {
        return create(file, OWNER_ONLY);
    }

    /** Makes an empty file with these permissions, as far as the process's umask allows. */
    public OpenFile create(Path file, Set<PosixFilePermission> permissions) throws IOException {
        faults.before(Step.CREATE, file, file);
        return new OpenFile(file, FileChannel.open(file, NEW_FILE, PosixFilePermissions.asFileAttribute(permissions)));
    }

    /** Opens a file that is there, to read and to change it in place. */
    public OpenFile open(Path file) throws IOException {
        return new OpenFile(file, FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    /** Makes durable what is in a file that somebody else has written. */
    public void force(Path file) throws IOException {
        faults.before(Step.FORCE, file, file);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Renames a file, or a directory onto an empty one. */
    public void rename(Path file, Path target) throws IOException {
        faults.before(Step.RENAME, file, target);
        Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Removes a file or an empty directory, and tells whether it was there. */
    public boolean remove(Path file) throws IOException {
        faults.before(Step.REMOVE, file, file);
        return Files.deleteIfExists(file);
    }

    /**
     * Makes a directory with exactly these permissions, and durable in the one above; one that exists gets the permissions.
     */
    public void makeDirectory(Path directory, String permissions) throws IOException {
        Path above = directory.toAbsolutePath().getParent();
        if (above != null && !Files.isDirectory(directory)) {
            Files.createDirectories(above);
            faults.before(Step.MAKE_DIRECTORY, directory, directory);
            Files.createDirectories(directory);
            sync(above);
        }
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(permissions));
    }

    /** Makes the entries of a directory durable. */
    public void sync(Path directory) throws IOException {
        faults.before(Step.SYNC_DIRECTORY, directory, directory);
        directories.sync(directory);
    }
}
