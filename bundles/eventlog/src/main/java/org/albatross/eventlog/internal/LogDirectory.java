package org.albatross.eventlog.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.albatross.disk.Disk;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of the log: {@code events.log}, which is written, and those that were put aside, named by the number of their
 * first event. Somebody else may move, cut or fill them with what they like at any time: what was moved is followed by a
 * new file, and a line that is not complete is removed. For one thread, but for {@link #files}.
 */
final class LogDirectory implements AutoCloseable {
    /** The file that is written. */
    static final String CURRENT = "events.log";

    private static final Logger LOG = LoggerFactory.getLogger(LogDirectory.class);
    private static final Pattern ASIDE = Pattern.compile("events-[0-9]{19}\\.log");
    private static final Set<PosixFilePermission> MODE = PosixFilePermissions.fromString("rw-r-----");
    private static final long TAIL = 1L << 20;

    private final Path directory;
    private final Path current;
    private final LogLimits limits;
    private final Disk disk;
    private final SequenceFile sequences;
    private Optional<Writing> writing = Optional.empty();

    /** The file that is written. */
    private static final class Writing {
        private final Disk.OpenFile open;
        private final Object key;
        private long size;
        private long firstSequence;
        private Optional<Instant> begun = Optional.empty();

        Writing(Disk.OpenFile open, Object key) {
            this.open = open;
            this.key = key;
        }
    }

    /** Makes the directory where there is none. */
    LogDirectory(Path directory, LogLimits limits, Disk disk) throws IOException {
        this.directory = directory;
        this.limits = limits;
        this.disk = disk;
        current = directory.resolve(CURRENT);
        if (!Files.isDirectory(directory)) {
            disk.makeDirectory(directory, "rwxr-x---");
        }
        sequences = new SequenceFile(directory.resolve("sequence"), disk);
    }

    /** Returns the files that are there, the oldest first. For any thread. */
    static List<Path> files(Path directory) throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> entries = Files.list(directory)) {
            entries.filter(file -> ASIDE.matcher(file.getFileName().toString()).matches())
                    .sorted()
                    .forEach(files::add);
        }
        if (Files.isRegularFile(directory.resolve(CURRENT))) {
            files.add(directory.resolve(CURRENT));
        }
        return files;
    }

    /** Opens the file that is written, and returns the last number that was given. */
    long open() throws IOException {
        reopen();
        long last = sequences.read();
        List<Path> files = files(directory);
        for (int i = files.size() - 1; i >= 0; i--) {
            Optional<LogEntry> found = lastOf(files.get(i));
            if (found.isPresent()) {
                return Math.max(last, found.get().sequence());
            }
        }
        return last;
    }

    private static Optional<LogEntry> lastOf(Path file) throws IOException {
        long size = Files.size(file);
        Optional<LogEntry> last = lastBehind(file, Math.max(0, size - TAIL));
        return last.isPresent() || size <= TAIL ? last : lastBehind(file, 0);
    }

    private static Optional<LogEntry> lastBehind(Path file, long offset) throws IOException {
        Optional<LogEntry> last = Optional.empty();
        try (LineReader reader = new LineReader(file)) {
            if (offset > 0) {
                reader.skipTo(offset);
            }
            for (Optional<LogEntry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
                last = entry;
            }
        }
        return last;
    }

    /** Returns the latest entries of the file that is written, as they lie in its last bytes. */
    List<LogEntry> tail(long bytes) throws IOException {
        List<LogEntry> entries = new ArrayList<>();
        try (LineReader reader = new LineReader(current)) {
            long size = Files.size(current);
            if (size > bytes) {
                reader.skipTo(size - bytes);
            }
            for (Optional<LogEntry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
                entries.add(entry.get());
            }
        }
        return entries;
    }

    /**
     * Writes entries, and returns when they are durable.
     *
     * @throws IOException when they are not; nothing of them is left then, as far as the disk allows
     */
    void append(List<LogEntry> entries) throws IOException {
        Writing file = inPlace();
        int length = 0;
        for (LogEntry entry : entries) {
            length += entry.json().length() + 1;
        }
        ByteBuffer lines = ByteBuffer.allocate(length);
        for (LogEntry entry : entries) {
            lines.put(entry.json().toArray()).put((byte) '\n');
        }
        lines.flip();
        try {
            file.open.write(lines, file.size);
            file.open.force();
            sequences.write(entries.get(entries.size() - 1).sequence());
        } catch (IOException e) {
            undo(file, e);
            throw e;
        }
        file.size += length;
        if (file.begun.isEmpty()) {
            file.begun = Optional.of(entries.get(0).header().time());
            file.firstSequence = entries.get(0).sequence();
        }
    }

    private static void undo(Writing file, IOException cause) {
        try {
            file.open.truncate(file.size);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    /** Puts the file aside when it is large or old, and notices when somebody else has moved or cut it. */
    void look(Instant now) throws IOException {
        Writing file = inPlace();
        boolean old = file.begun
                .filter(begun -> Duration.between(begun, now).compareTo(limits.fileAge()) > 0)
                .isPresent();
        if (file.begun.isPresent() && (old || file.size >= limits.fileBytes())) {
            Path aside = directory.resolve(String.format(Locale.ROOT, "events-%019d.log", file.firstSequence));
            sequences.sync();
            disk.rename(current, aside);
            LOG.info("{} was put aside as {}", current, aside.getFileName());
            reopen();
            removeSurplus();
        }
    }

    private void removeSurplus() throws IOException {
        List<Path> aside = new ArrayList<>(files(directory));
        aside.remove(current);
        for (int i = 0; i < aside.size() - limits.files(); i++) {
            disk.remove(aside.get(i));
        }
    }

    private Writing inPlace() throws IOException {
        Optional<Writing> file = writing;
        if (file.isEmpty()) {
            return reopen();
        }
        try {
            Object key =
                    Files.readAttributes(current, BasicFileAttributes.class).fileKey();
            if (!file.get().key.equals(key)) {
                LOG.info("{} was moved by somebody else: a new file is begun", current);
                return reopen();
            }
        } catch (NoSuchFileException e) {
            LOG.info("{} was moved or removed by somebody else: a new file is begun", current);
            return reopen();
        }
        long size = file.get().open.size();
        if (size != file.get().size) {
            LOG.warn(
                    "{} was changed by somebody else: it has {} bytes, {} were written",
                    current,
                    size,
                    file.get().size);
            return reopen();
        }
        return file.get();
    }

    private Writing reopen() throws IOException {
        closeFile();
        sequences.sync();
        if (Files.exists(current) && !Files.isRegularFile(current)) {
            throw new FileSystemException(current.toString(), null, "is not a regular file");
        }
        if (!Files.exists(current)) {
            disk.create(current, MODE).close();
        }
        Disk.OpenFile open = disk.open(current);
        Writing file = new Writing(
                open, Files.readAttributes(current, BasicFileAttributes.class).fileKey());
        writing = Optional.of(file);
        file.size = completeLines(open);
        if (file.size < open.size()) {
            LOG.warn("the last line of {} is not complete: {} bytes are removed", current, open.size() - file.size);
            open.truncate(file.size);
        }
        open.force();
        disk.sync(directory);
        try (LineReader reader = new LineReader(current)) {
            reader.next().ifPresent(first -> {
                file.begun = Optional.of(first.header().time());
                file.firstSequence = first.sequence();
            });
        }
        return file;
    }

    /** Returns how many bytes there are up to the last newline. */
    private static long completeLines(Disk.OpenFile open) throws IOException {
        ByteBuffer piece = ByteBuffer.allocate(LogLine.MAX_BYTES);
        long end = open.size();
        while (end > 0) {
            long begin = Math.max(0, end - piece.capacity());
            piece.clear().limit((int) (end - begin));
            while (piece.hasRemaining() && open.read(piece, begin + piece.position()) > 0) {
                // Reads on.
            }
            for (int i = piece.position() - 1; i >= 0; i--) {
                if (piece.get(i) == '\n') {
                    return begin + i + 1;
                }
            }
            end = begin;
        }
        return 0;
    }

    private void closeFile() throws IOException {
        Optional<Writing> file = writing;
        writing = Optional.empty();
        if (file.isPresent()) {
            file.get().open.close();
        }
    }

    @Override
    public void close() throws IOException {
        closeFile();
        sequences.sync();
        sequences.close();
    }
}
