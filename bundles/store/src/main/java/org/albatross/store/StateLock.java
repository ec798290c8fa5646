package org.albatross.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.albatross.disk.DurableFiles;
import org.albatross.host.HostFiles;
import org.albatross.host.ProcessId;
import org.albatross.host.Processes;
import org.albatross.model.Text;

/**
 * Who owns a directory of a platform: at most one platform, as long as it lives. A lock is on a file, not on its name: when
 * the file is removed, another platform could take one of the same name, so {@link #keep} has to be called now and then.
 * For any thread.
 */
public final class StateLock implements AutoCloseable {
    private static final int MAX_HOLDER_BYTES = 200;
    private static final Pattern HOLDER = Pattern.compile("pid ([0-9]{1,10}) since (\\S+)");

    private final Path file;
    private final HostFiles files;
    private final String holding;
    private HostFiles.Lock lock;
    private Optional<Object> locked;
    private boolean closed;

    private StateLock(Path file, HostFiles files, String holding) throws IOException {
        this.file = file;
        this.files = files;
        this.holding = holding;
        lock = lock();
        locked = key();
    }

    /**
     * Takes the lock, and writes into its file who holds it.
     *
     * @throws IOException when somebody else holds it: the message says who
     */
    public static StateLock take(Path file, HostFiles files, long pid, Instant now) throws IOException {
        return new StateLock(file, files, "pid " + pid + " since " + now + "\n");
    }

    private HostFiles.Lock lock() throws IOException {
        HostFiles.Lock taken = files.tryLock(file)
                .orElseThrow(() -> new IOException("another platform holds " + file + ": " + holder(file)));
        try {
            // For people alone; nothing depends on it.
            Files.writeString(file, holding, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
            return taken;
        } catch (IOException e) {
            taken.close();
            throw e;
        }
    }

    /** Returns the file. */
    public Path file() {
        return file;
    }

    /** Returns which file has the name now. */
    private Optional<Object> key() {
        try {
            return Optional.ofNullable(
                    Files.readAttributes(file, BasicFileAttributes.class).fileKey());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Takes the lock again when its file has been removed or replaced.
     *
     * @return whether that was so
     * @throws IOException when it cannot be taken again, by another platform that has it as a rule
     */
    public synchronized boolean keep() throws IOException {
        if (closed || (locked.isPresent() && key().equals(locked))) {
            return false;
        }
        HostFiles.Lock again = lock();
        lock.close();
        lock = again;
        locked = key();
        return true;
    }

    private static String holder(Path file) {
        try {
            String text = content(file);
            return text.isEmpty() ? "it holds no process id" : Text.of(text).toString();
        } catch (IOException e) {
            return "who cannot be read (" + DurableFiles.reason(e) + ")";
        }
    }

    private static String content(Path file) throws IOException {
        byte[] content = new byte[MAX_HOLDER_BYTES];
        int length;
        try (java.io.InputStream in = Files.newInputStream(file)) {
            length = in.readNBytes(content, 0, content.length);
        }
        return new String(content, 0, length, StandardCharsets.UTF_8).strip();
    }

    /**
     * Looks who holds a lock, without touching it.
     *
     * @return as the file says it; nothing when the process that it names has ended: one that has its number now has
     *     begun later
     */
    public static Optional<String> liveHolder(Path file, Processes processes) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        String text = content(file);
        Matcher holder = HOLDER.matcher(text);
        if (!holder.matches()) {
            return Optional.empty();
        }
        Optional<ProcessId> process = processes.find(Long.parseLong(holder.group(1)));
        if (process.isEmpty()) {
            return Optional.empty();
        }
        try {
            // The start of a process is known by whole seconds of the boot.
            Instant since = Instant.parse(holder.group(2)).plusSeconds(1);
            return processes
                    .startedAt(process.get())
                    .filter(started -> started.isBefore(since))
                    .map(started -> text);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** Gives it back. */
    @Override
    public synchronized void close() {
        closed = true;
        lock.close();
    }
}
