package org.albatross.solo5;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.albatross.model.Text;

/**
 * The devices that an image needs, in the order in which it numbers them. A name may hold any bytes but a
 * NUL, and stand more than once.
 */
public record Manifest(List<Device> devices) {
    /** What a device is. */
    public enum DeviceType {
        /** A block device. */
        BLOCK("block"),
        /** A network interface. */
        NET("net"),
        /** A type that the tenders do not look at. */
        OTHER("other");

        private final String word;

        DeviceType(String word) {
            this.word = word;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    /**
     * A device of the manifest.
     *
     * @param code its type as the image has it; an unsigned 32-bit number
     */
    public record Device(Text name, int code) {
        private static final int BLOCK_BASIC = 1;
        private static final int NET_BASIC = 2;

        /** A block device. */
        public static Device block(Text name) {
            return new Device(name, BLOCK_BASIC);
        }

        /** A network interface. */
        public static Device net(Text name) {
            return new Device(name, NET_BASIC);
        }

        /** Returns what it is. */
        public DeviceType type() {
            return switch (code) {
                case BLOCK_BASIC -> DeviceType.BLOCK;
                case NET_BASIC -> DeviceType.NET;
                default -> DeviceType.OTHER;
            };
        }
    }

    /**
     * A configuration whose devices are not those of the manifest.
     *
     * @param type which devices differ
     * @param manifest what the image asks for
     */
    public record Mismatch(DeviceType type, Manifest manifest) {
        /** Returns what is wrong, without the manifest. */
        public String summary() {
            return type == DeviceType.BLOCK
                    ? "specified block device(s) does not match with manifest."
                    : "specified bridge(s) does not match with the manifest.";
        }

        /** Returns the manifest as a sentence. */
        public String present() {
            return "Devices present in manifest: " + manifest;
        }

        /** Returns both in one line. */
        @Override
        public String toString() {
            return summary() + " " + present();
        }
    }

    /** Copies the list. */
    public Manifest {
        devices = List.copyOf(devices);
    }

    /**
     * Returns the number by which the unikernel calls the first device of this name and type: its place in the
     * manifest, from 1.
     */
    public OptionalInt handle(Text name, DeviceType type) {
        for (int i = 0; i < devices.size(); i++) {
            if (devices.get(i).type() == type && devices.get(i).name().equals(name)) {
                return OptionalInt.of(i + 1);
            }
        }
        return OptionalInt.empty();
    }

    /** Returns the names of the devices of {@code type}. */
    public Set<Text> names(DeviceType type) {
        return devices.stream()
                .filter(device -> device.type() == type)
                .map(Device::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Compares the devices of a configuration with the manifest, both as sets of names: a tender needs an
     * option for every device, and knows no other.
     *
     * @param blocks the unikernel's own names of its block devices
     * @param nets the unikernel's own names of its network devices
     * @return the first difference, block devices first as the original does
     */
    public Optional<Mismatch> compare(Collection<Text> blocks, Collection<Text> nets) {
        if (!names(DeviceType.BLOCK).equals(new HashSet<>(blocks))) {
            return Optional.of(new Mismatch(DeviceType.BLOCK, this));
        }
        if (!names(DeviceType.NET).equals(new HashSet<>(nets))) {
            return Optional.of(new Mismatch(DeviceType.NET, this));
        }
        return Optional.empty();
    }

    /** Returns the devices as messages list them, {@code net "service0", block "storage"}; {@code none} without any. */
    @Override
    public String toString() {
        return devices.isEmpty()
                ? "none"
                : devices.stream()
                        .map(device -> device.type() + " \"" + device.name() + "\"")
                        .collect(Collectors.joining(", "));
    }
}
