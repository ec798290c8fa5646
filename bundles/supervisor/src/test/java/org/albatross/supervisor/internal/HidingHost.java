package org.albatross.supervisor.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import org.albatross.host.ForwardingHost;
import org.albatross.host.ProcessId;
import org.albatross.host.Processes;
import org.albatross.host.linux.internal.LinuxHost;
import org.albatross.model.CpuId;

/** This machine, with a process table that cannot be seen until it is shown. */
final class HidingHost extends ForwardingHost implements Processes {
    private final LinuxHost host;
    private volatile boolean hidden = true;

    HidingHost() throws IOException {
        this(new LinuxHost(TestPlatform.LIBEXEC, Path.of("/proc")));
    }

    private HidingHost(LinuxHost host) {
        super(host);
        this.host = host;
    }

    LinuxHost machine() {
        return host;
    }

    void show() {
        hidden = false;
    }

    private void look() throws IOException {
        if (hidden) {
            throw new IOException("/proc is hidden");
        }
    }

    @Override
    public Processes processes() {
        return this;
    }

    @Override
    public boolean launch(Launch launch) throws IOException {
        return host.processes().launch(launch);
    }

    @Override
    public void requireLaunchable(SortedSet<CpuId> cpus) throws IOException {
        host.processes().requireLaunchable(cpus);
    }

    @Override
    public void requireVisible() throws IOException {
        look();
        host.processes().requireVisible();
    }

    @Override
    public Optional<ProcessId> find(long pid) throws IOException {
        look();
        return host.processes().find(pid);
    }

    @Override
    public Optional<Path> descriptor(ProcessId process, int number) throws IOException {
        look();
        return host.processes().descriptor(process, number);
    }

    @Override
    public Optional<Instant> startedAt(ProcessId process) throws IOException {
        look();
        return host.processes().startedAt(process);
    }

    @Override
    public List<Entry> table() throws IOException {
        look();
        return host.processes().table();
    }

    @Override
    public List<ProcessId> runningAs(long uid) throws IOException {
        look();
        return host.processes().runningAs(uid);
    }

    @Override
    public Optional<Watch> watch(ProcessId process, Runnable ended) throws IOException {
        look();
        return host.processes().watch(process, ended);
    }
}
