package org.albatross.supervisor.internal;

import java.io.IOException;
import java.util.TreeSet;
import org.albatross.core.HostFacts;
import org.albatross.host.Host;
import org.albatross.model.Megabytes;
import org.albatross.store.BlockDirectory;

/** Reads what decisions need to know of the machine. For any thread. */
final class MachineFacts {
    /** What a command gets that asks about unikernels only. */
    static final HostFacts UNASKED = new HostFacts(new TreeSet<>(), Megabytes.ZERO, new TreeSet<>(), Megabytes.ZERO);

    private final Host host;
    private final BlockDirectory blocks;
    private final RootPolicy root;

    /** Of a machine on which block devices lie in {@code blocks}, less what {@code root} holds back. */
    MachineFacts(Host host, BlockDirectory blocks, RootPolicy root) {
        this.host = host;
        this.blocks = blocks;
        this.root = root;
    }

    HostFacts read() throws IOException {
        return root.of(new HostFacts(
                host.facts().cpus(),
                host.facts().memory(),
                host.network().bridges(),
                host.facts().size(blocks.directory())));
    }
}
