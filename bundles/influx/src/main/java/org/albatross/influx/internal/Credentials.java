package org.albatross.influx.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The first line of a file that holds a secret. It is read for each use, so that a new one counts at once. */
final class Credentials {
    private static final int MOST_BYTES = 4096;

    private final Optional<Path> file;

    Credentials(Optional<Path> file) {
        this.file = file;
    }

    /**
     * Returns the secret; nothing when there is no file.
     *
     * @throws IOException when it cannot be read, or holds what cannot be sent; the message names the file alone
     */
    Optional<String> read() throws IOException {
        if (file.isEmpty()) {
            return Optional.empty();
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file.get())) {
            bytes = in.readNBytes(MOST_BYTES + 1);
        } catch (IOException e) {
            throw new IOException(
                    file.get() + " cannot be read (" + e.getClass().getSimpleName() + ")", e);
        }
        String secret = new String(bytes, StandardCharsets.UTF_8)
                .lines()
                .findFirst()
                .orElse("")
                .strip();
        if (bytes.length > MOST_BYTES || secret.isEmpty() || !secret.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IOException(
                    file.get() + " has no first line of printable characters, at most " + MOST_BYTES + " bytes");
        }
        return Optional.of(secret);
    }
}
