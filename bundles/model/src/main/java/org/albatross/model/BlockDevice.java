package org.albatross.model;

import java.util.Optional;

/**
 * A block device of a unikernel's configuration. Any bytes may come from the wire: the core validates the
 * names as labels before one becomes part of a file name.
 *
 * @param name the unikernel's own name of the device
 * @param device the host's, when it is another one: labels joined by colons, below the unikernel's path; for bhyve the path
 *     of a disk of the machine
 * @param sectorSize in bytes; absent for the tender's default
 */
public record BlockDevice(Text name, Optional<Text> device, Optional<Long> sectorSize) {
    /** The least size of a device of the host. */
    public static final Megabytes LEAST_SIZE = new Megabytes(1);

    /** The smallest sector size in bytes, and the tender's default. */
    public static final long SMALLEST_SECTOR = 512;

    /** The largest sector size in bytes; each is a power of two. */
    public static final long LARGEST_SECTOR = 32768;

    /** The most bytes of the path of a disk: what a dataset's name may have (ZFS_MAX_DATASET_NAME_LEN), and its directory. */
    public static final int MAX_PATH_BYTES = "/dev/zvol/".length() + 255;

    /**
     * Reads {@code [name:]device[@sectorsize]}; what stands behind the first colon is the device, with its colons. Whether the
     * host has it, or the image, is seen later.
     *
     * @throws IllegalArgumentException with a message for people when it cannot be read
     */
    public static BlockDevice parse(String word) {
        int at = word.indexOf('@');
        String device = at < 0 ? word : word.substring(0, at);
        Optional<Long> sector = at < 0 ? Optional.empty() : Optional.of(sector(word.substring(at + 1)));
        int colon = device.indexOf(':');
        return new BlockDevice(
                deviceName(colon < 0 ? device : device.substring(0, colon)),
                colon < 0 ? Optional.empty() : Optional.of(deviceName(device.substring(colon + 1))),
                sector);
    }

    private static long sector(String word) {
        long size;
        try {
            size = Long.parseLong(word);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("sector size '" + Text.of(word) + "' is not a number", e);
        }
        if (size < SMALLEST_SECTOR || Long.bitCount(size) != 1) {
            throw new IllegalArgumentException(
                    "sector size " + word + ", a power of two of at least " + SMALLEST_SECTOR + " is needed");
        }
        return size;
    }

    /** Returns a device's name. */
    static Text deviceName(String word) {
        if (word.isEmpty()) {
            throw new IllegalArgumentException("empty device name");
        }
        return Text.of(word);
    }

    /** Returns what {@link #parse} reads. */
    public String written() {
        return name.decoded()
                + device.map(host -> ":" + host.decoded()).orElse("")
                + sectorSize.map(size -> "@" + size).orElse("");
    }

    /** Returns the host's name of the device. */
    public Text hostDevice() {
        return device.orElse(name);
    }

    /** Tells whether the host's device is a path, which no name of a device of Albatross is. */
    public boolean isPath() {
        return hostDevice().decoded().startsWith("/");
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
