package org.albatross.model;

import java.util.Optional;

/**
 * A block device of a unikernel's configuration. Any bytes may come from the wire: the core validates the
 * names as labels before one becomes part of a file name.
 *
 * @param name the unikernel's own name of the device
 * @param device the host's, when it is another one
 * @param sectorSize in bytes; absent for the tender's default
 */
public record BlockDevice(Text name, Optional<Text> device, Optional<Long> sectorSize) {
    /** Returns the host's name of the device. */
    public Text hostDevice() {
        return device.orElse(name);
    }
}
