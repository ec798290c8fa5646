package org.albatross.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Optional;
import org.albatross.host.HostFiles;
import org.albatross.model.Text;

/**
 * Who owns a directory of a platform: at most one platform, as long as it lives. A lock is on a file, not on its name: when
 * the file is removed, another platform could take one of the same name, so {@link #keep} has to be called now and then.
 * For any thread.
 */
public final class StateLock implements AutoCloseable {
    private static final int MAX_HOLDER_BYTES = 200;

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
            byte[] content = new byte[MAX_HOLDER_BYTES];
            int length;
            try (java.io.InputStream in = Files.newInputStream(file)) {
                length = in.readNBytes(content, 0, content.length);
            }
            String text = new String(content, 0, length, StandardCharsets.UTF_8).strip();
            return text.isEmpty() ? "it holds no process id" : Text.of(text).toString();
        } catch (IOException e) {
            return "who cannot be read (" + DurableFiles.reason(e) + ")";
        }
    }

    /** Gives it back. */
    @Override
    public synchronized void close() {
        closed = true;
        lock.close();
    }
}
