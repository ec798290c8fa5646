package org.albatross.host.freebsd.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.albatross.host.Facts;
import org.albatross.host.Host;
import org.albatross.host.HostFiles;
import org.albatross.host.Measurements;
import org.albatross.host.Network;
import org.albatross.host.Peers;
import org.albatross.host.Processes;

/**
 * A FreeBSD machine. It has one thread, which ends when this is closed; nothing of the machine changes then: processes, taps and fifos
 * stay.
 */
public final class FreeBsdHost implements Host, AutoCloseable {
    private static final Duration REST = Duration.ofSeconds(1);
    /** How long a program of the base system may take. */
    private static final Duration PROGRAM = Duration.ofSeconds(10);

    private static final Path DEVICES = Path.of("/dev");

    private final Facts facts;
    private final Network network;
    private final Processes processes;
    private final Peers peers;
    private final HostFiles files;
    private final Measurements measurements;
    private final KernelQueue queue;

    /**
     * Begins to watch.
     *
     * @param libexec the directory of the wrapper
     */
    public FreeBsdHost(Path libexec) throws IOException {
        LibC c = LibC.load();
        Commands commands = new BaseSystem(PROGRAM);
        ProcessTable table = new ProcessTable(commands, c.geteuid() == 0);
        facts = new FreeBsdFacts(commands, DEVICES.resolve("vmmctl"));
        peers = new FreeBsdPeers(c);
        measurements = new FreeBsdMeasurements(commands, table, DEVICES.resolve("vmm"));
        queue = new KernelQueue(c, REST);
        files = new FreeBsdFiles(c, queue);
        network = new FreeBsdNetwork(commands, files, DEVICES);
        processes = new FreeBsdProcesses(libexec, table, facts, queue, c);
    }

    @Override
    public Facts facts() {
        return facts;
    }

    @Override
    public Network network() {
        return network;
    }

    @Override
    public Processes processes() {
        return processes;
    }

    @Override
    public Measurements measurements() {
        return measurements;
    }

    @Override
    public Peers peers() {
        return peers;
    }

    @Override
    public HostFiles files() {
        return files;
    }

    /** Ends the thread within five seconds. */
    @Override
    public void close() {
        queue.close();
    }
}
