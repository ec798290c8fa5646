package org.albatross.supervisor.internal.run;

import java.io.IOException;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.albatross.host.Network;
import org.albatross.model.MacAddress;

/**
 * Keeps the address of a bridge before the first tap comes to it: a bridge without other ports would have another one
 * with every tap, and whoever routes through it would lose the way. For any thread.
 */
public final class BridgeAddresses {
    private final Network network;
    private final boolean keep;
    private final BiConsumer<String, MacAddress> kept;

    /**
     * On a network.
     *
     * @param keep whether addresses are kept; otherwise nothing is done
     * @param kept is told the bridge and its address, once for each bridge
     */
    public BridgeAddresses(Network network, boolean keep, BiConsumer<String, MacAddress> kept) {
        this.network = network;
        this.keep = keep;
        this.kept = kept;
    }

    /** Sees to it that taps, which come and go, do not change the address of a bridge. */
    void keep(String bridge) throws IOException {
        if (keep) {
            Optional<MacAddress> address = network.keepAddress(bridge, Taps::mayBeOurs);
            address.ifPresent(value -> kept.accept(bridge, value));
        }
    }
}
