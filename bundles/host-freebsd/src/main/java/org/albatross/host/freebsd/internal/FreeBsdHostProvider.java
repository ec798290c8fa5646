package org.albatross.host.freebsd.internal;

import java.io.IOException;
import java.nio.file.Path;
import org.albatross.host.Host;
import org.albatross.host.HostProvider;

/** Opens a FreeBSD machine for programs that run without a framework. */
public final class FreeBsdHostProvider implements HostProvider {
    @Override
    public Host open(Path libexec) throws IOException {
        return new FreeBsdHost(libexec);
    }
}
