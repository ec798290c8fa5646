package org.albatross.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.albatross.disk.DurableFiles;
import org.albatross.model.Name;
import org.albatross.model.Sha256;
import org.albatross.store.text.CorruptFileException;
import org.albatross.store.text.RecordText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which number of the configured range is the user and group of which unikernel, or the group of which
 * image's readers. One small file per number, called by it. An owner keeps its number over restarts of the platform; a
 * number is given to another one only in a later boot of the machine, so that nothing that still runs can
 * have it.
 *
 * <p>A number is durable, and kept over reboots, when that was {@linkplain #makeDurable asked for}: before something that outlives a
 * boot gets it. Until then its file has the name of an unfinished one, and counts in its boot only. For any thread.
 */
public final class IdentityTable {
    private static final Logger LOG = LoggerFactory.getLogger(IdentityTable.class);
    private static final String KIND = "identity";

    private final Path directory;
    private final long first;
    private final long last;
    private final String bootId;
    private final DurableFiles files;
    private final Map<String, Long> byOwner = new HashMap<>();
    private final Set<Long> taken = new HashSet<>();
    private final Set<Long> ofThisBoot = new HashSet<>();
    private long next;

    /** Gives out the numbers from {@code first} to {@code last}. */
    public IdentityTable(Path directory, long first, long last, String bootId, DurableFiles files) throws IOException {
        files.makeStateDirectory(directory, "rwx------");
        this.directory = directory;
        this.first = first;
        this.last = last;
        this.bootId = bootId;
        this.files = files;
        next = first;
    }

    /** Tells whether a number is one of those that are given out. */
    public boolean contains(long number) {
        return first <= number && number <= last;
    }

    /**
     * Reads the table. Entries of a former boot whose owner is not in use any more are removed.
     *
     * @param inUse tells by {@link #owner(Name)} or {@link #owner(Sha256)}
     */
    public synchronized void load(Predicate<String> inUse) throws IOException {
        List<Path> unfinished = new ArrayList<>();
        try (DirectoryStream<Path> listing = Files.newDirectoryStream(directory)) {
            for (Path file : listing) {
                if (DurableFiles.isUnfinished(file)) {
                    unfinished.add(file);
                } else {
                    loadEntry(file, inUse);
                }
            }
        }
        for (Path file : unfinished) {
            if (!loadOfThisBoot(file)) {
                files.disk().remove(file);
            }
        }
    }

    private record Entry(String owner, String boot) {
        static Entry read(Path file) throws IOException {
            RecordText sheet = RecordText.read(Files.readAllBytes(file), KIND);
            Entry entry = new Entry(sheet.word("owner"), sheet.word("boot"));
            sheet.requireAllTaken();
            return entry;
        }
    }

    private void loadEntry(Path file, Predicate<String> inUse) throws IOException {
        try {
            long id = RecordText.parseNumber("name", file.getFileName().toString());
            taken.add(id);
            Entry entry = Entry.read(file);
            if (inUse.test(entry.owner()) || entry.boot().equals(bootId)) {
                byOwner.put(entry.owner(), id);
            } else {
                files.disk().remove(file);
                taken.remove(id);
            }
        } catch (CorruptFileException e) {
            LOG.error("{} cannot be read, so its number is given to nobody: {}", file, e.getMessage());
        }
    }

    /** Returns whether a file counts that is not durable: nobody was given the number of one that is not whole. */
    private boolean loadOfThisBoot(Path file) throws IOException {
        try {
            String name = file.getFileName().toString();
            long id =
                    RecordText.parseNumber("name", name.substring(0, name.length() - DurableFiles.UNFINISHED.length()));
            Entry entry = Entry.read(file);
            if (!entry.boot().equals(bootId) || byOwner.containsKey(entry.owner()) || !taken.add(id)) {
                return false;
            }
            byOwner.put(entry.owner(), id);
            ofThisBoot.add(id);
            return true;
        } catch (CorruptFileException e) {
            return false;
        }
    }

    /** Returns what a unikernel is called in the table. */
    public static String owner(Name unikernel) {
        return "unikernel/" + unikernel;
    }

    /** Returns what an image's readers are called in the table. */
    public static String owner(Sha256 image) {
        return "image/" + image;
    }

    /** Returns the number of an owner if it has one. */
    public synchronized Optional<Long> find(String owner) {
        return Optional.ofNullable(byOwner.get(owner));
    }

    /**
     * Returns the number of an owner, a new one if it has none.
     *
     * @throws IOException when the range is used up, or the number could not be written down
     */
    public synchronized long numberOf(String owner) throws IOException {
        Long known = byOwner.get(owner);
        if (known != null) {
            return known;
        }
        while (next <= last && taken.contains(next)) {
            next++;
        }
        if (next > last) {
            throw new IOException("the range of users and groups for unikernels, " + first + " to " + last
                    + ", is used up: make it larger (--uid-count), or reboot the machine");
        }
        long id = next;
        files.begin(
                file(id),
                new RecordText.Writer(KIND, 1)
                        .line("owner", owner)
                        .line("boot", bootId)
                        .finish());
        taken.add(id);
        byOwner.put(owner, id);
        ofThisBoot.add(id);
        return id;
    }

    /**
     * Makes a number durable that an owner has. Two that ask for the same number have to take turns.
     *
     * @throws IOException when it could not be made durable
     */
    public void makeDurable(long number) throws IOException {
        synchronized (this) {
            if (!ofThisBoot.contains(number)) {
                return;
            }
        }
        files.finish(file(number));
        synchronized (this) {
            ofThisBoot.remove(number);
        }
    }

    private Path file(long number) {
        return directory.resolve(Long.toString(number));
    }
}
