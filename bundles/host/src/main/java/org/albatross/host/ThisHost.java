package org.albatross.host;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ServiceLoader;

/** The machine for a program that runs without a framework; in one, the service {@link Host} is it. */
public final class ThisHost {
    private ThisHost() {}

    /**
     * Opens it for the life of the process.
     *
     * @param libexec the directory of the wrapper, for those who start processes
     * @throws IllegalStateException when no bundle for an operating system is on the class path
     */
    public static Host open(Path libexec) throws IOException {
        return ServiceLoader.load(HostProvider.class, ThisHost.class.getClassLoader())
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException(
                                "no bundle for an operating system (host-linux, host-freebsd) is among the bundles of this release"))
                .open(libexec);
    }
}
