package org.albatross.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.albatross.disk.DurableFiles;
import org.albatross.model.Sha256;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An uncompressed image on its way into the store. Closing it removes the file unless the store has taken it.
 *
 * @param file where it is, on the store's file system
 * @param digest of its bytes
 * @param size in bytes
 */
public record StagedImage(Path file, Sha256 digest, long size) implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StagedImage.class);

    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("Cannot remove {}, the next start will: {}", file, DurableFiles.reason(e));
        }
    }
}
