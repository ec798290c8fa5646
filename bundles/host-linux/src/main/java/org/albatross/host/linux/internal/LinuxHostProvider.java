package org.albatross.host.linux.internal;

import java.io.IOException;
import java.nio.file.Path;
import org.albatross.host.Host;
import org.albatross.host.HostProvider;

/** Opens a Linux machine for programs that run without a framework. */
public final class LinuxHostProvider implements HostProvider {
    @Override
    public Host open(Path libexec) throws IOException {
        return new LinuxHost(libexec, Path.of("/proc"));
    }
}
