package org.albatross.host.linux.internal;

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
 * A Linux machine. It has two threads, which end when this is closed; nothing of the machine changes then: processes, taps and
 * fifos stay.
 */
public final class LinuxHost implements Host, AutoCloseable {
    private static final Duration REST = Duration.ofSeconds(1);

    private final Facts facts;
    private final Network network = new LinuxNetwork(Path.of("/sys"));
    private final Processes processes;
    private final Peers peers = new LinuxPeers();
    private final HostFiles files;
    private final Measurements measurements;
    private final Poller poller;
    private final ChildReaper reaper;

    /**
     * Begins to watch.
     *
     * @param libexec the directory of the wrapper
     * @param proc where the proc file system is, {@code /proc}
     */
    public LinuxHost(Path libexec, Path proc) throws IOException {
        this(libexec, proc, PosixSpawn.isAvailable());
    }

    /** One whose wrappers are started by {@link PosixSpawn}, or not. */
    LinuxHost(Path libexec, Path proc, boolean spawns) throws IOException {
        facts = new LinuxFacts(proc, Path.of("/dev/kvm"));
        poller = new Poller(REST);
        processes = new LinuxProcesses(libexec, proc, facts, poller, spawns);
        files = new LinuxFiles(poller, new DirectoryChanges(poller));
        measurements = new LinuxMeasurements(proc);
        reaper = new ChildReaper(REST);
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
        reaper.close();
        poller.close();
    }
}
