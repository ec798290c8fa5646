package org.albatross.supervisor.internal.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.albatross.model.Sha256;

/**
 * An uncompressed image on its way into the store. Closing it removes the file unless the store has taken it.
 *
 * @param file where it is, on the store's file system
 * @param digest of its bytes
 * @param size in bytes
 */
public record StagedImage(Path file, Sha256 digest, long size) implements AutoCloseable {
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }
}
