package org.albatross.endpoint;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import org.albatross.disk.Disk;
import org.albatross.disk.DurableFiles;

/**
 * The file of users, a line for each; lines that begin with {@code #} are comments, which a change drops. Others must not be able to
 * read it: who has the hashes guesses passwords at their own speed.
 */
public final class Users {
    /** What the file is called in the directory of configurations. */
    public static final String FILE = "users";

    /** The most users. */
    public static final int MOST = 256;

    private static final int MAX_FILE = 1 << 16;
    /** Of this process; the lock file is for others: to close it anywhere here would undo its lock (fcntl(2)). */
    private static final Semaphore ONE_HERE = new Semaphore(1);

    private static final Set<PosixFilePermission> MODE = PosixFilePermissions.fromString("rw-r-----");

    private final SortedMap<String, User> byName;

    private Users(SortedMap<String, User> byName) {
        this.byName = new TreeMap<>(byName);
    }

    /**
     * Reads the file; where there is none, there are no users.
     *
     * @throws IOException with the name of the file and the line that is wrong
     */
    public static Users read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return read(file, channel);
        } catch (NoSuchFileException e) {
            return new Users(new TreeMap<>());
        } catch (AccessDeniedException e) {
            throw new IOException(
                    file + ": permission denied; the platform's group has to be able to read it (chgrp)", e);
        }
    }

    private static Users read(Path file, FileChannel channel) throws IOException {
        if (Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
            throw new IOException(file + ": others can read the hashes of passwords (chmod o-r)");
        }
        if (channel.size() > MAX_FILE) {
            throw new IOException(file + ": has " + channel.size() + " bytes, at most " + MAX_FILE + " are read");
        }
        SortedMap<String, User> users = new TreeMap<>();
        byte[] contents = Channels.newInputStream(channel).readNBytes(MAX_FILE);
        int number = 0;
        for (String line : new String(contents, StandardCharsets.UTF_8).lines().toList()) {
            number++;
            if (!line.isBlank() && !line.startsWith("#")) {
                add(users, line, file + ": line " + number + ": ");
            }
        }
        return new Users(users);
    }

    private static void add(SortedMap<String, User> users, String line, String where) throws IOException {
        try {
            User user = User.parse(line);
            if (users.put(user.name(), user) != null) {
                throw new IllegalArgumentException("there are two users " + user.name());
            }
            checkCount(users);
        } catch (IllegalArgumentException e) {
            throw new IOException(where + e.getMessage(), e);
        }
    }

    private static void checkCount(Map<String, User> users) {
        if (users.size() > MOST) {
            throw new IllegalArgumentException(
                    "there are " + users.size() + " users, at most " + MOST + " are allowed");
        }
    }

    /** Returns all of them by name. */
    public Collection<User> all() {
        return byName.values();
    }

    /** Returns one of them. */
    public Optional<User> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Returns these and another one, who takes the place of one of the same name. */
    public Users with(User user) {
        SortedMap<String, User> users = new TreeMap<>(byName);
        users.put(user.name(), user);
        checkCount(users);
        return new Users(users);
    }

    /** Returns these without one. */
    public Users without(String name) {
        SortedMap<String, User> users = new TreeMap<>(byName);
        users.remove(name);
        return new Users(users);
    }

    /** What becomes of the users. */
    @FunctionalInterface
    public interface Change {
        /** Returns the users that are to be there; {@link IllegalArgumentException} when it cannot be. */
        Users of(Users present);
    }

    /**
     * Changes what the file has. A crash leaves the one before or the new one, and what it leaves beside them is removed by the next
     * change. The file keeps its group, and a new one has that of its directory, which may read it, too. A change while somebody else makes
     * one waits for nothing and is refused.
     *
     * @throws IllegalArgumentException of the change; then the file is as it was
     * @throws FileLockedException when somebody else is changing it
     * @throws IOException when it cannot be read or written
     */
    public static void change(Path file, Change change) throws IOException {
        change(file, change, new Disk(Disk.Faults.NONE));
    }

    /** As above, on a disk whose steps something may befall. */
    static void change(Path file, Change change, Disk disk) throws IOException {
        if (!ONE_HERE.tryAcquire()) {
            throw new FileLockedException(file);
        }
        // The file itself gives place to another one with each change, and would be no lock. This one stays.
        try (FileChannel channel = FileChannel.open(
                        file.resolveSibling(file.getFileName() + ".lock"),
                        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(MODE));
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                throw new FileLockedException(file);
            }
            change.of(read(file)).replace(file, disk);
        } finally {
            ONE_HERE.release();
        }
    }

    private void replace(Path file, Disk disk) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + "~");
        // Of a change that has not come to its end; nobody else is here.
        if (Files.exists(unfinished, LinkOption.NOFOLLOW_LINKS)) {
            disk.remove(unfinished);
        }
        StringBuilder text = new StringBuilder();
        byName.values().forEach(user -> text.append(user.line()).append('\n'));
        try (Disk.OpenFile open = disk.create(unfinished, MODE)) {
            giveGroup(unfinished, Files.exists(file) ? file : file.resolveSibling("."));
            open.write(StandardCharsets.UTF_8.encode(text.toString()));
            open.force();
            disk.rename(unfinished, file);
        } catch (IOException e) {
            DurableFiles.removeAfter(e, unfinished);
            throw e;
        }
        disk.sync(DurableFiles.directoryOf(file.toAbsolutePath()));
    }

    private static void giveGroup(Path file, Path pattern) throws IOException {
        Files.getFileAttributeView(file, PosixFileAttributeView.class)
                .setGroup(
                        Files.readAttributes(pattern, PosixFileAttributes.class).group());
    }
}
