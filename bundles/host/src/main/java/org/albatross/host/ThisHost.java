package org.albatross.host;

import java.io.IOException;
import java.nio.file.Path;
import org.albatross.host.internal.linux.LinuxHost;

/** The machine for a program that runs without a framework; in one, the service {@link Host} is it. */
public final class ThisHost {
    private ThisHost() {}

    /**
     * Opens it for the life of the process.
     *
     * @param libexec the directory of the wrapper, for those who start processes
     * @throws IllegalStateException on an operating system that is not known
     */
    public static Host open(Path libexec) throws IOException {
        String system = System.getProperty("os.name");
        if (!system.equals("Linux")) {
            throw new IllegalStateException("this program serves Linux only, not " + system);
        }
        return new LinuxHost(libexec, Path.of("/proc"));
    }
}
