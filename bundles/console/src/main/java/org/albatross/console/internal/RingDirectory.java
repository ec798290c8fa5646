package org.albatross.console.internal;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.albatross.model.Name;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory of the ring files, one for each unikernel, by written name. Which ring is the oldest is told
 * by its file's time. Not safe for several threads.
 */
final class RingDirectory {
    private static final Logger LOG = LoggerFactory.getLogger(RingDirectory.class);

    private final Path directory;
    private final long boot;
    private final Clock clock;
    private final RingFile.Space space;
    private final TreeMap<Name, Instant> lastUse = new TreeMap<>();
    private final Map<org.albatross.model.Path, Integer> ofPath = new HashMap<>();
    private final Set<Name> awaited = new HashSet<>();

    /**
     * Makes the directory if it does not exist, finds the rings in it, and removes what was never finished.
     *
     * @param boot what tells this boot of the machine from others
     */
    RingDirectory(Path directory, long boot, Clock clock, RingFile.Space space) throws IOException {
        this.directory = directory;
        this.boot = boot;
        this.clock = clock;
        this.space = space;
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                find(file);
            }
        }
    }

    private void find(Path file) throws IOException {
        String written = file.getFileName().toString();
        if (written.endsWith(RingFile.UNFINISHED)) {
            Files.delete(file);
            return;
        }
        Optional<Name> name = Optional.empty();
        try {
            name = Optional.of(Name.parse(written));
        } catch (IllegalArgumentException e) {
            LOG.debug("{} is not a name", file, e);
        }
        if (name.isPresent()
                && name.get().label().isPresent()
                && name.get().toString().equals(written)) {
            enter(name.get(), Files.getLastModifiedTime(file).toInstant());
            if (wasPrinted(file)) {
                awaited.add(name.get());
            }
        } else {
            LOG.warn("{} is not the ring of any unikernel, it is left alone", file);
        }
    }

    private void enter(Name name, Instant used) {
        if (lastUse.putIfAbsent(name, used) == null) {
            ofPath.merge(name.path(), 1, Integer::sum);
        }
    }

    private boolean wasPrinted(Path file) {
        try {
            return RingFile.open(file)
                    .map(RingFile::state)
                    .filter(state -> state.boot() == boot && state.run() != 0)
                    .isPresent();
        } catch (IOException e) {
            LOG.warn("the ring {} cannot be read: {}", file, e.toString());
            return false;
        }
    }

    /**
     * Tells whether a ring was left by a run of this boot that has not ended as far as the ring knows, and that
     * nobody has spoken of since the ring was found: the unikernel may run on, and be taken over soon.
     */
    boolean isAwaited(Name name) {
        return awaited.contains(name);
    }

    /** Notes that a run of the unikernel has come, or that its end is known. */
    void settle(Name name) {
        awaited.remove(name);
    }

    /** Tells whether a unikernel has a ring. */
    boolean contains(Name name) {
        return lastUse.containsKey(name);
    }

    /** Returns whose rings there are, in order. */
    SortedSet<Name> names() {
        return new TreeSet<>(lastUse.keySet());
    }

    /** Returns how many rings there are. */
    int size() {
        return lastUse.size();
    }

    /** Returns how many rings there are of unikernels whose path is just this one. */
    int size(org.albatross.model.Path path) {
        return ofPath.getOrDefault(path, 0);
    }

    /** Returns how many rings that {@code which} holds for are {@linkplain #isAwaited awaited}. */
    int awaited(Predicate<Name> which) {
        return (int) awaited.stream().filter(which).count();
    }

    /** Opens a unikernel's ring; makes it if there is none, or none of a format that we know. */
    Ring open(Name name) throws IOException {
        Path file = file(name);
        Optional<RingFile> existing = lastUse.containsKey(name) ? RingFile.open(file) : Optional.empty();
        if (existing.isEmpty() && lastUse.containsKey(name)) {
            LOG.warn("{} has an unknown format, a new ring is begun", file);
        }
        RingFile opened = existing.isPresent() ? existing.get() : RingFile.create(file, space);
        enter(name, clock.instant());
        return new Ring(opened, boot, clock);
    }

    /** Notes that a unikernel's ring was used until now. */
    void touch(Name name) {
        Instant now = clock.instant();
        if (lastUse.replace(name, now) != null) {
            try {
                Files.setLastModifiedTime(file(name), FileTime.from(now));
            } catch (IOException e) {
                LOG.warn("the time of the ring of {} cannot be set: {}", name, e.toString());
            }
        }
    }

    /** Returns the rings that {@code which} holds for, the one that was used last in front. Looks at each ring. */
    List<Name> newestFirst(Predicate<Name> which) {
        return lastUse.keySet().stream()
                .filter(which)
                .sorted(Comparator.comparing(lastUse::get).reversed())
                .toList();
    }

    /** Deletes a ring. */
    void remove(Name name) {
        if (lastUse.remove(name) != null) {
            ofPath.computeIfPresent(name.path(), (path, count) -> count == 1 ? null : count - 1);
        }
        awaited.remove(name);
        try {
            Files.deleteIfExists(file(name));
        } catch (IOException e) {
            LOG.warn("the ring of {} cannot be deleted: {}", name, e.toString());
        }
    }

    private Path file(Name name) {
        return directory.resolve(name.toString());
    }
}
