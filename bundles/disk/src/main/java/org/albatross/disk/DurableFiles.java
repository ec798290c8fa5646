package org.albatross.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.albatross.model.Megabytes;

/**
 * Files that a crash at any instruction leaves as they were or as they are meant to be: written beside
 * their place, synced, renamed, and their directory synced. For any thread, but two that write the same
 * file have to take turns.
 */
public final class DurableFiles {
    /** What the name of a file ends with while it is being written; no label of a name may hold it. */
    public static final String UNFINISHED = "~";

    /** Of a file that everybody may read and write whom the process's umask lets. */
    public static final Set<PosixFilePermission> PUBLIC = PosixFilePermissions.fromString("rw-rw-rw-");

    private static final Set<PosixFilePermission> SECRET = PosixFilePermissions.fromString("r--------");

    private final Disk disk;

    /** Files whose changes nothing befalls. */
    public DurableFiles() {
        this(Disk.Faults.NONE);
    }

    /** Files of which {@code faults} befall each step of a change. */
    public DurableFiles(Disk.Faults faults) {
        disk = new Disk(faults);
    }

    /** Syncs directories by {@code directories}. */
    public DurableFiles(Disk.DirectorySync directories) {
        this(directories, Disk.Faults.NONE);
    }

    /** As above; {@code faults} befall each step. */
    public DurableFiles(Disk.DirectorySync directories, Disk.Faults faults) {
        disk = new Disk(directories, faults);
    }

    /** Returns what each step goes through. */
    public Disk disk() {
        return disk;
    }

    /** Makes a directory of the state directory, durably, with exactly these permissions; an existing one gets them. */
    public void makeStateDirectory(Path directory, String permissions) throws IOException {
        disk.makeDirectory(directory, permissions);
    }

    /** Makes a directory with exactly these permissions; an existing one gets them. */
    public static void makeDirectory(Path directory, String permissions) throws IOException {
        Set<PosixFilePermission> wanted = PosixFilePermissions.fromString(permissions);
        if (!isDirectory(directory, wanted)) {
            Files.createDirectories(directory);
            Files.setPosixFilePermissions(directory, wanted);
        }
    }

    private static boolean isDirectory(Path path, Set<PosixFilePermission> permissions) throws IOException {
        try {
            PosixFileAttributes attributes = Files.readAttributes(path, PosixFileAttributes.class);
            return attributes.isDirectory() && attributes.permissions().equals(permissions);
        } catch (NoSuchFileException e) {
            return false;
        }
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
        write(file, content, Disk.OWNER_ONLY);
    }

    /** As above, but with these permissions, as far as the process's umask allows. */
    public void write(Path file, byte[] content, Set<PosixFilePermission> permissions) throws IOException {
        change(new TreeMap<>(Map.of(file, Optional.of(content))), permissions);
    }

    /**
     * Writes a new file that only its owner may read, and nobody write.
     *
     * @throws java.nio.file.FileAlreadyExistsException when there is one of this name
     */
    public void createSecret(Path file, byte[] content) throws IOException {
        try (Disk.OpenFile open = disk.create(file, SECRET)) {
            open.write(ByteBuffer.wrap(content));
            open.force();
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (IOException e) {
            removeAfter(e, file);
            throw e;
        }
        disk.sync(directoryOf(file.toAbsolutePath()));
    }

    /**
     * Writes a new file that nobody but us may read, as what it is called until it is finished, and syncs nothing: a power cut may leave
     * all of it, a part, or none.
     */
    public void begin(Path file, byte[] content) throws IOException {
        try (Disk.OpenFile open = disk.create(unfinished(file))) {
            open.write(ByteBuffer.wrap(content));
        } catch (IOException e) {
            removeAfter(e, unfinished(file));
            throw e;
        }
    }

    /**
     * Makes durable, and gives its name to, what was {@linkplain #begin begun}.
     *
     * @throws IOException when that failed; it is begun, as before
     */
    public void finish(Path file) throws IOException {
        disk.force(unfinished(file));
        disk.rename(unfinished(file), file);
        try {
            disk.sync(directoryOf(file.toAbsolutePath()));
        } catch (IOException e) {
            try {
                disk.rename(file, unfinished(file));
            } catch (IOException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
    }

    private static Path unfinished(Path file) {
        return file.resolveSibling(file.getFileName() + UNFINISHED);
    }

    private void writeUnfinished(Path unfinished, byte[] content, Set<PosixFilePermission> permissions)
            throws IOException {
        if (Files.exists(unfinished, LinkOption.NOFOLLOW_LINKS)) {
            disk.remove(unfinished);
        }
        try (Disk.OpenFile file = disk.create(unfinished, permissions)) {
            file.write(ByteBuffer.wrap(content));
            file.force();
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
        change(contents, Disk.OWNER_ONLY);
    }

    private void change(SortedMap<Path, Optional<byte[]>> contents, Set<PosixFilePermission> permissions)
            throws IOException {
        List<Path> written = new ArrayList<>();
        Map<Path, Optional<byte[]>> former = new TreeMap<>();
        Path file = contents.firstKey();
        try {
            for (Map.Entry<Path, Optional<byte[]>> entry : contents.entrySet()) {
                file = entry.getKey();
                if (entry.getValue().isPresent()) {
                    written.add(unfinished(file));
                    writeUnfinished(unfinished(file), entry.getValue().get(), permissions);
                }
            }
            for (Map.Entry<Path, Optional<byte[]>> entry : contents.entrySet()) {
                file = entry.getKey();
                former.put(file, content(file));
                if (entry.getValue().isPresent()) {
                    disk.rename(unfinished(file), file);
                } else {
                    disk.remove(file);
                }
            }
            disk.sync(directoryOf(file));
        } catch (IOException e) {
            putBack(former, permissions, e);
            written.forEach(unfinished -> removeAfter(e, unfinished));
            throw new IOException(
                    "cannot " + (written.contains(unfinished(file)) ? "write " : "remove ") + file + ": " + reason(e),
                    e);
        }
    }

    private static Optional<byte[]> content(Path file) throws IOException {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                ? Optional.of(Files.readAllBytes(file))
                : Optional.empty();
    }

    /**
     * Makes files what they were, after a change of their names that is not known to be durable: whoever is told that it
     * failed goes on with what was before.
     */
    private void putBack(
            Map<Path, Optional<byte[]>> former, Set<PosixFilePermission> permissions, IOException failure) {
        for (Map.Entry<Path, Optional<byte[]>> entry : former.entrySet()) {
            Path file = entry.getKey();
            try {
                if (entry.getValue().isPresent()) {
                    writeUnfinished(unfinished(file), entry.getValue().get(), permissions);
                    disk.rename(unfinished(file), file);
                } else {
                    disk.remove(file);
                }
            } catch (IOException e) {
                failure.addSuppressed(e);
            }
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

    /**
     * Renames a file whose content is synced, or a directory onto an empty one, and makes that durable.
     *
     * @throws java.nio.file.AtomicMoveNotSupportedException when the place is on another file system
     */
    public void moveIntoPlace(Path unfinished, Path file) throws IOException {
        disk.rename(unfinished, file);
        disk.sync(directoryOf(file));
    }

    /** Makes the entries of a directory durable. */
    public void syncDirectory(Path directory) throws IOException {
        disk.sync(directory);
    }

    /** Removes a file durably; one that does not exist is fine. */
    public void delete(Path file) throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            change(new TreeMap<>(Map.of(file, Optional.empty())));
        }
    }

    /** Removes a file durably whose content is too large to be put back; one that does not exist is fine. */
    public void deleteLarge(Path file) throws IOException {
        try {
            if (disk.remove(file)) {
                disk.sync(directoryOf(file));
            }
        } catch (IOException e) {
            throw new IOException("cannot remove " + file + ": " + reason(e), e);
        }
    }

    /** Returns the directory in which a file lies or is to lie. */
    public static Path directoryOf(Path file) {
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
    public static IOException cannotWrite(String what, Path directory, IOException cause) {
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
