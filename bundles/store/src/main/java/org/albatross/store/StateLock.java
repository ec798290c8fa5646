package org.albatross.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import org.albatross.host.HostFiles;
import org.albatross.model.Text;

/** Who owns a state directory: at most one platform, as long as it lives. */
public final class StateLock implements AutoCloseable {
    private static final int MAX_HOLDER_BYTES = 200;

    private final HostFiles.Lock lock;

    private StateLock(HostFiles.Lock lock) {
        this.lock = lock;
    }

    /**
     * Takes the lock, and writes into its file who holds it.
     *
     * @throws IOException when somebody else holds it: the message says who
     */
    public static StateLock take(Path file, HostFiles files, long pid, Instant now) throws IOException {
        Optional<HostFiles.Lock> lock = files.tryLock(file);
        if (lock.isEmpty()) {
            throw new IOException("another platform holds " + file + ": " + holder(file));
        }
        Files.writeString(
                file,
                "pid " + pid + " since " + now + "\n",
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING);
        return new StateLock(lock.get());
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
    public void close() {
        lock.close();
    }
}
