package org.albatross.host;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.albatross.model.Groups;
import org.jspecify.annotations.Nullable;

/**
 * Asks whichever host is there about peers. While it is being replaced nothing is known of other groups than a process's own, so that
 * nobody has more than is theirs. For any thread.
 */
public final class PresentPeers implements Peers {
    private final AtomicReference<@Nullable Host> host = new AtomicReference<>();

    /** Takes the host that has come. */
    public void bind(Host came) {
        host.set(came);
    }

    /** Gives back the host that goes. */
    public void unbind(Host goes) {
        boolean unused = host.compareAndSet(goes, null);
    }

    @Override
    public Groups groups(int descriptor) throws IOException {
        Host present = host.get();
        return present == null ? Groups.NONE : present.peers().groups(descriptor);
    }
}
