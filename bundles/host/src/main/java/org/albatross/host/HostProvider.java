package org.albatross.host;

import java.io.IOException;
import java.nio.file.Path;
import org.osgi.annotation.versioning.ConsumerType;

/** Opens the machine of one operating system for {@link ThisHost}, found by {@link java.util.ServiceLoader}. */
@ConsumerType
public interface HostProvider {
    /**
     * Opens it for the life of the process.
     *
     * @param libexec the directory of the wrapper, for those who start processes
     */
    Host open(Path libexec) throws IOException;
}
