package org.albatross.host.linux.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.albatross.host.Facts;
import org.albatross.host.Host;
import org.albatross.host.HostFiles;
import org.albatross.host.Measurements;
import org.albatross.host.Network;
import org.albatross.host.Peers;
import org.albatross.host.Processes;
import org.albatross.host.WrapperLine;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** The Linux machine on which the platform runs, as a service. */
@Component(service = Host.class)
public final class HostComponent implements Host {
    private static final String PROPERTY = "albatross.libexec.dir";

    private final LinuxHost host;

    /**
     * Begins to watch the machine.
     *
     * @throws IllegalArgumentException when the directory that the launcher names does not hold the wrapper
     */
    @Activate
    public HostComponent(BundleContext context) throws IOException {
        host = new LinuxHost(libexec(Optional.ofNullable(context.getProperty(PROPERTY))), Path.of("/proc"));
    }

    /** Returns the directory of the wrapper, which the launcher names. */
    static Path libexec(Optional<String> property) {
        String directory = property.orElse("");
        String refusal = "framework property " + PROPERTY + " = '" + directory + "': ";
        try {
            Path path = Path.of(directory);
            if (!path.isAbsolute()) {
                throw new IllegalArgumentException(refusal + "an absolute path is needed");
            }
            if (!Files.isExecutable(path.resolve(WrapperLine.PROGRAM))) {
                throw new IllegalArgumentException(refusal + "holds no executable " + WrapperLine.PROGRAM);
            }
            return path;
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(refusal + "is not a path", e);
        }
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
