package org.albatross.api;

import java.nio.file.Path;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Begins to write to the disk what was written into a file and is in the page cache alone, so that whoever makes it durable later has
 * less to wait for. A hint: nothing is durable by it, and nothing is lost where nobody offers it. For any thread.
 */
@FunctionalInterface
@ProviderType
public interface WriteBack {
    /** Begins, for a file that is still being written. Waits at most for the disk to take the request; failures are logged. */
    void begin(Path file);
}
