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

    /**
     * Reads {@code [name:]bridge[@mac]}; whether the host has such a bridge, or the image such a device, is seen later.
     *
     * @throws IllegalArgumentException with a message for people when it cannot be read
     */
    public static NetDevice parse(String word) {
        int at = word.lastIndexOf('@');
        String device = at < 0 ? word : word.substring(0, at);
        Optional<MacAddress> mac = at < 0 ? Optional.empty() : Optional.of(MacAddress.parse(word.substring(at + 1)));
        int colon = device.indexOf(':');
        return new NetDevice(
                BlockDevice.deviceName(colon < 0 ? device : device.substring(0, colon)),
                colon < 0 ? Optional.empty() : Optional.of(BlockDevice.deviceName(device.substring(colon + 1))),
                mac);
    }

    /** Returns what {@link #parse} reads. */
    public String written() {
        return name.decoded()
                + bridge.map(host -> ":" + host.decoded()).orElse("")
                + mac.map(address -> "@" + address).orElse("");
    }

    /** Returns the name of the host's bridge. */
    public Text hostBridge() {
        return bridge.orElse(name);
    }

    /** Returns the address that the device has in {@code unikernel}. */
    public MacAddress macIn(Name unikernel) {
        return mac.orElseGet(() -> MacAddress.derived(unikernel, name));
    }
}
