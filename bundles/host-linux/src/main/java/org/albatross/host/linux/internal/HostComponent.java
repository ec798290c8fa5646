package org.albatross.host.linux.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.albatross.host.ForwardingHost;
import org.albatross.host.Host;
import org.albatross.host.LibexecDirectory;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** The Linux machine on which the platform runs, as a service. */
@Component(service = Host.class)
public final class HostComponent extends ForwardingHost {
    private final LinuxHost host;

    /**
     * Begins to watch the machine.
     *
     * @throws IllegalArgumentException when the directory that the launcher names does not hold the wrapper
     */
    @Activate
    public HostComponent(BundleContext context) throws IOException {
        this(new LinuxHost(
                LibexecDirectory.named(Optional.ofNullable(context.getProperty(LibexecDirectory.PROPERTY))),
                Path.of("/proc")));
    }

    private HostComponent(LinuxHost host) {
        super(host);
        this.host = host;
    }

    @Deactivate
    void stop() {
        host.close();
    }
}
