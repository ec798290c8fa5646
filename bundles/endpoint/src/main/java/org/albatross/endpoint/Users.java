package org.albatross.endpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
        SortedMap<String, User> users = new TreeMap<>();
        try {
            if (Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
                throw new IOException(file + ": others can read the hashes of passwords (chmod o-r)");
            }
            if (Files.size(file) > MAX_FILE) {
                throw new IOException(file + ": has " + Files.size(file) + " bytes, at most " + MAX_FILE + " are read");
            }
            int number = 0;
            for (String line : Files.readAllLines(file)) {
                number++;
                if (!line.isBlank() && !line.startsWith("#")) {
                    add(users, line, file + ": line " + number + ": ");
                }
            }
        } catch (NoSuchFileException e) {
            return new Users(users);
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

    /**
     * Writes the file, so that a crash leaves the one before or this one; it keeps its group, and a new one has that of its directory,
     * which may read it, too.
     *
     * @throws java.nio.file.FileAlreadyExistsException when somebody else is changing it, or has ended while doing so
     */
    public void write(Path file) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + "~");
        StringBuilder text = new StringBuilder();
        byName.values().forEach(user -> text.append(user.line()).append('\n'));
        FileChannel unfinishedChannel = FileChannel.open(
                unfinished,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(MODE));
        try (FileChannel channel = unfinishedChannel) {
            giveGroup(unfinished, Files.exists(file) ? file : file.resolveSibling("."));
            ByteBuffer rest = StandardCharsets.UTF_8.encode(text.toString());
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private static void giveGroup(Path file, Path pattern) throws IOException {
        Files.getFileAttributeView(file, PosixFileAttributeView.class)
                .setGroup(
                        Files.readAttributes(pattern, PosixFileAttributes.class).group());
    }
}
