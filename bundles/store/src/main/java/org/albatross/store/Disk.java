package org.albatross.store;

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
 * The single steps by which the stores change the state directory. All of them go through here, so that a test can let
 * each one fail, and can tell at each one what a disk may hold after a power cut: docs/architecture.md section 5. For any
 * thread.
 */
public final class Disk {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final Set<OpenOption> NEW_FILE =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

    /** What is done to the disk. */
    public enum Step {
        /** A directory is made. */
        MAKE_DIRECTORY,
        /** An empty file is made. */
        CREATE,
        /** Some bytes are written into a file. */
        WRITE,
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

    Disk(DirectorySync directories, Faults faults) {
        this.directories = directories;
        this.faults = faults;
    }

    /** A new file that is being written. */
    final class NewFile implements AutoCloseable {
        private final Path file;
        private final FileChannel channel;

        private NewFile(Path file, FileChannel channel) {
            this.file = file;
            this.channel = channel;
        }

        /** Writes all that remains, behind what was written. */
        void write(ByteBuffer bytes) throws IOException {
            int count = bytes.remaining();
            write(bytes, channel.position());
            channel.position(channel.position() + count);
        }

        /** Writes all that remains from a position of the file on. */
        void write(ByteBuffer bytes, long position) throws IOException {
            int end = bytes.limit();
            long at = position;
            while (bytes.position() < end) {
                faults.before(Step.WRITE, file, file);
                bytes.limit(bytes.position() + faults.atMost(end - bytes.position()));
                at += channel.write(bytes, at);
                bytes.limit(end);
            }
        }

        long size() throws IOException {
            return channel.size();
        }

        /** Makes what was written durable. */
        void force() throws IOException {
            faults.before(Step.FORCE, file, file);
            channel.force(true);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /** Makes an empty file that nobody but us may read. */
    NewFile create(Path file) throws IOException {
        faults.before(Step.CREATE, file, file);
        return new NewFile(file, FileChannel.open(file, NEW_FILE, PosixFilePermissions.asFileAttribute(OWNER_ONLY)));
    }

    /** Makes durable what is in a file that somebody else has written. */
    void force(Path file) throws IOException {
        faults.before(Step.FORCE, file, file);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Renames a file, or a directory onto an empty one. */
    void rename(Path file, Path target) throws IOException {
        faults.before(Step.RENAME, file, target);
        Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Removes a file, and tells whether it was there. */
    boolean remove(Path file) throws IOException {
        faults.before(Step.REMOVE, file, file);
        return Files.deleteIfExists(file);
    }

    /**
     * Makes a directory with exactly these permissions, and durable in the one above; one that exists gets the permissions.
     */
    void makeDirectory(Path directory, String permissions) throws IOException {
        Path above = directory.toAbsolutePath().getParent();
        if (above != null && !Files.isDirectory(directory)) {
            Files.createDirectories(above);
            faults.before(Step.MAKE_DIRECTORY, directory, directory);
            Files.createDirectories(directory);
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(permissions));
            sync(above);
        }
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(permissions));
    }

    /** Makes the entries of a directory durable. */
    void sync(Path directory) throws IOException {
        faults.before(Step.SYNC_DIRECTORY, directory, directory);
        directories.sync(directory);
    }
}
