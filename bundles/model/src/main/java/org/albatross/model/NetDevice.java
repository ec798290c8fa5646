package org.albatross.model;

import java.util.Optional;

/**
 * A network device of a unikernel's configuration. Any bytes may come from the wire.
 *
 * @param name the unikernel's own name of the device
 * @param bridge the host's bridge, when it is called otherwise
 * @param mac the address; absent for {@link MacAddress#derived}
 */
public record NetDevice(Text name, Optional<Text> bridge, Optional<MacAddress> mac) {
    /** The most bytes that the name of a bridge has: an interface's, by IFNAMSIZ of Linux and FreeBSD. */
    public static final int MAX_BRIDGE_BYTES = 15;

    /** Returns the name of the host's bridge. */
    public Text hostBridge() {
        return bridge.orElse(name);
    }

    /** Returns the address that the device has in {@code unikernel}. */
    public MacAddress macIn(Name unikernel) {
        return mac.orElseGet(() -> MacAddress.derived(unikernel, name));
    }
}
