package org.albatross.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.albatross.model.Megabytes;

/**
 * Files that a crash at any instruction leaves as they were or as they are meant to be: written beside
 * their place, synced, renamed, and their directory synced. For any thread, but two that write the same
 * file have to take turns.
 */
public final class DurableFiles {
    /** What the name of a file ends with while it is being written; no label of a name may hold it. */
    static final String UNFINISHED = "~";

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final Set<OpenOption> NEW_FILE =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

    /** Makes the entries of a directory durable. */
    @FunctionalInterface
    public interface DirectorySync {
        /** Syncs a directory. */
        void sync(Path directory) throws IOException;
    }

    private final DirectorySync directories;

    /** Syncs directories by {@code directories}. */
    public DurableFiles(DirectorySync directories) {
        this.directories = directories;
    }

    /** Makes a directory with exactly these permissions; an existing one gets them. */
    public static void makeDirectory(Path directory, String permissions) throws IOException {
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(permissions));
    }

    /** Tells whether a file's name says that it was never finished. */
    public static boolean isUnfinished(Path file) {
        return file.toString().endsWith(UNFINISHED);
    }

    /**
     * Writes or replaces a file that nobody but us may read.
     *
     * @throws IOException with a message that names the file; the former content stands
     */
    public void write(Path file, byte[] content) throws IOException {
        Path unfinished = unfinished(file);
        try {
            writeUnfinished(unfinished, content);
            moveIntoPlace(unfinished, file);
        } catch (IOException e) {
            removeAfter(e, unfinished);
            throw new IOException("cannot write " + file + ": " + reason(e), e);
        }
    }

    private static Path unfinished(Path file) {
        return file.resolveSibling(file.getFileName() + UNFINISHED);
    }

    private static void writeUnfinished(Path unfinished, byte[] content) throws IOException {
        Files.deleteIfExists(unfinished);
        try (FileChannel channel = create(unfinished)) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
    }

    /**
     * Writes, replaces and removes files of one directory that nobody but us may read. All of what is written is on the disk
     * before the first file takes its place, in the order of their names.
     *
     * @param contents what becomes of each file; absent to remove it
     * @throws IOException with a message that names the file; every former content stands, unless the disk fails while names
     *     are changed
     */
    public void change(SortedMap<Path, Optional<byte[]>> contents) throws IOException {
        List<Path> written = new ArrayList<>();
        Path file = contents.firstKey();
        try {
            for (Map.Entry<Path, Optional<byte[]>> entry : contents.entrySet()) {
                file = entry.getKey();
                if (entry.getValue().isPresent()) {
                    written.add(unfinished(file));
                    writeUnfinished(unfinished(file), entry.getValue().get());
                }
            }
            for (Map.Entry<Path, Optional<byte[]>> entry : contents.entrySet()) {
                file = entry.getKey();
                if (entry.getValue().isPresent()) {
                    Files.move(unfinished(file), file, StandardCopyOption.ATOMIC_MOVE);
                } else {
                    Files.deleteIfExists(file);
                }
            }
            directories.sync(directoryOf(file));
        } catch (IOException e) {
            written.forEach(unfinished -> removeAfter(e, unfinished));
            throw new IOException(
                    "cannot " + (written.contains(unfinished(file)) ? "write " : "remove ") + file + ": " + reason(e),
                    e);
        }
    }

    /** Removes a file that a failure has left unfinished. */
    public static void removeAfter(Exception failure, Path unfinished) {
        try {
            Files.deleteIfExists(unfinished);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /** Opens a new file that nobody but us may read. */
    public static FileChannel create(Path file) throws IOException {
        return FileChannel.open(file, NEW_FILE, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    }

    /**
     * Renames a file whose content is synced, or a directory onto an empty one, and makes that durable.
     *
     * @throws java.nio.file.AtomicMoveNotSupportedException when the place is on another file system
     */
    public void moveIntoPlace(Path unfinished, Path file) throws IOException {
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        directories.sync(directoryOf(file));
    }

    /** Makes the entries of a directory durable. */
    public void syncDirectory(Path directory) throws IOException {
        directories.sync(directory);
    }

    /** Removes a file durably; one that does not exist is fine. */
    public void delete(Path file) throws IOException {
        try {
            if (Files.deleteIfExists(file)) {
                directories.sync(directoryOf(file));
            }
        } catch (IOException e) {
            throw new IOException("cannot remove " + file + ": " + reason(e), e);
        }
    }

    /** Returns the directory in which a file lies or is to lie. */
    static Path directoryOf(Path file) {
        Path directory = file.getParent();
        if (directory == null) {
            throw new IllegalArgumentException(file + " lies in no directory");
        }
        return directory;
    }

    /**
     * Returns a failure that says what could not be written where, and how much room is left there: before the
     * unfinished file is removed, for it shows whether the disk is full.
     */
    static IOException cannotWrite(String what, Path directory, IOException cause) {
        return new IOException(
                "cannot write " + what + " to " + directory + room(directory) + ": " + reason(cause), cause);
    }

    private static String room(Path directory) {
        return Files.isDirectory(directory)
                ? ", where " + Megabytes.ofBytes(directory.toFile().getUsableSpace()) + " MB are free"
                : "";
    }

    /** Returns what an exception of the JDK's file API says beside the file's name. */
    public static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "no such file or directory";
        }
        if (e instanceof java.nio.file.AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof java.nio.file.FileSystemException refused && refused.getReason() != null) {
            return refused.getReason();
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    /** Returns what an exception of the JDK's file API says, the file's name included. */
    public static String describe(IOException e) {
        if (e instanceof java.nio.file.FileSystemException refused && refused.getFile() != null) {
            return refused.getFile() + ": " + reason(e);
        }
        return reason(e);
    }
}
