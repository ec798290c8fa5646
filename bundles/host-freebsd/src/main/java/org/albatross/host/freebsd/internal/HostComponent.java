package org.albatross.host.freebsd.internal;

import java.io.IOException;
import java.util.Optional;
import org.albatross.host.Facts;
import org.albatross.host.Host;
import org.albatross.host.HostFiles;
import org.albatross.host.LibexecDirectory;
import org.albatross.host.Measurements;
import org.albatross.host.Network;
import org.albatross.host.Peers;
import org.albatross.host.Processes;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** The FreeBSD machine on which the platform runs, as a service. */
@Component(service = Host.class)
public final class HostComponent implements Host {
    private final FreeBsdHost host;

    /**
     * Begins to watch the machine.
     *
     * @throws IllegalArgumentException when the directory that the launcher names does not hold the wrapper
     */
    @Activate
    public HostComponent(BundleContext context) throws IOException {
        Optional<String> named = Optional.ofNullable(context.getProperty(LibexecDirectory.PROPERTY));
        host = new FreeBsdHost(LibexecDirectory.named(named));
    }

    @Deactivate
    void stop() {
        host.close();
    }

    @Override
    public Facts facts() {
        return host.facts();
    }

    @Override
    public Network network() {
        return host.network();
    }

    @Override
    public Processes processes() {
        return host.processes();
    }

    @Override
    public Measurements measurements() {
        return host.measurements();
    }

    @Override
    public Peers peers() {
        return host.peers();
    }

    @Override
    public HostFiles files() {
        return host.files();
    }
}
