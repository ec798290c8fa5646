package org.albatross.eventlog.internal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.albatross.model.Name;

/** Reads entries from the files, whatever becomes of these meanwhile. For one thread at a time. */
final class History implements Closeable {
    private final Deque<Path> aside = new ArrayDeque<>();
    private Optional<LineReader> current = Optional.empty();
    private Optional<LineReader> reader = Optional.empty();

    /**
     * Reads all files that are there now. The one that is written is opened at once: later, another one may have its
     * name.
     */
    History(Path directory) throws IOException {
        boolean same = false;
        while (!same) {
            close();
            List<Path> before = aside(directory);
            current = open(directory.resolve(LogDirectory.CURRENT));
            same = before.equals(aside(directory));
            aside.clear();
            aside.addAll(before);
        }
    }

    private static List<Path> aside(Path directory) throws IOException {
        List<Path> files = new ArrayList<>(LogDirectory.files(directory));
        files.remove(directory.resolve(LogDirectory.CURRENT));
        return files;
    }

    private static Optional<LineReader> open(Path file) throws IOException {
        try {
            return Files.isRegularFile(file) ? Optional.of(new LineReader(file)) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Returns the next entry of all files; nothing at their end. */
    Optional<LogEntry> next() throws IOException {
        for (; ; ) {
            if (reader.isPresent()) {
                Optional<LogEntry> entry = reader.get().next();
                if (entry.isPresent()) {
                    return entry;
                }
                reader.get().close();
            }
            if (!aside.isEmpty()) {
                reader = open(aside.remove());
            } else if (current.isPresent()) {
                reader = current;
                current = Optional.empty();
            } else {
                reader = Optional.empty();
                return Optional.empty();
            }
        }
    }

    @Override
    public void close() throws IOException {
        List<LineReader> open = new ArrayList<>();
        reader.ifPresent(open::add);
        current.ifPresent(open::add);
        reader = Optional.empty();
        current = Optional.empty();
        for (LineReader each : open) {
            each.close();
        }
    }

    /**
     * Returns the number behind which there are {@code count} entries at or below {@code name}, up to {@code last}; 0 when
     * there are not as many.
     *
     * @param count 1 or more
     */
    static long behindWhich(Path directory, Name name, long count, long last) throws IOException {
        List<Path> files = LogDirectory.files(directory);
        long behind = behindWhich(files, name, count, last);
        while (!files.equals(LogDirectory.files(directory))) {
            files = LogDirectory.files(directory);
            behind = behindWhich(files, name, count, last);
        }
        return behind;
    }

    private static long behindWhich(List<Path> files, Name name, long count, long last) throws IOException {
        long missing = count;
        for (int i = files.size() - 1; i >= 0; i--) {
            List<Long> matching = new ArrayList<>();
            try (LineReader reader = new LineReader(files.get(i))) {
                for (Optional<LogEntry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
                    if (entry.get().sequence() <= last
                            && name.covers(entry.get().header().name())) {
                        matching.add(entry.get().sequence());
                    }
                }
            } catch (NoSuchFileException e) {
                continue;
            }
            if (matching.size() >= missing) {
                return matching.get((int) (matching.size() - missing)) - 1;
            }
            missing -= matching.size();
        }
        return 0;
    }
}
