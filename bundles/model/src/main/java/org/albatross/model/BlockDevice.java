package org.albatross.model;

import java.util.Optional;

/**
 * A block device of a unikernel's configuration. Any bytes may come from the wire: the core validates the
 * names as labels before one becomes part of a file name.
 *
 * @param name the unikernel's own name of the device
 * @param device the host's, when it is another one: labels joined by colons, below the unikernel's path
 * @param sectorSize in bytes; absent for the tender's default
 */
public record BlockDevice(Text name, Optional<Text> device, Optional<Long> sectorSize) {
    /** Returns the host's name of the device. */
    public Text hostDevice() {
        return device.orElse(name);
    }

    /**
     * Returns the host's device that a unikernel at {@code path} gets: at its path, or below it.
     *
     * @throws IllegalArgumentException with a message for people when that is not a name
     */
    public Name onHost(Path path) {
        return Name.below(path, hostDevice().decoded());
    }
}
