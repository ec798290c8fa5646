package org.albatross.supervisor.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.TreeSet;
import org.albatross.core.HostFacts;
import org.albatross.host.Host;

/** Reads what decisions need to know of the machine. For any thread. */
final class MachineFacts {
    /** What a command gets that asks about unikernels only. */
    static final HostFacts UNASKED = new HostFacts(new TreeSet<>(), 0, new TreeSet<>(), 0);

    private final Host host;
    private final Path blocks;
    private final long blockMb;

    /** Of a machine on which block devices of these sizes lie in {@code blocks}. */
    MachineFacts(Host host, Path blocks, Collection<Long> sizes) {
        this.host = host;
        this.blocks = blocks;
        this.blockMb = sizes.stream().mapToLong(Long::longValue).sum();
    }

    HostFacts read() throws IOException {
        return new HostFacts(
                host.facts().cpus(),
                host.facts().memoryMb(),
                host.network().bridges(),
                host.facts().freeMb(blocks) + blockMb);
    }
}
