package org.albatross.tender.internal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.albatross.model.Megabytes;
import org.albatross.model.Text;
import org.albatross.solo5.Manifest;
import org.albatross.solo5.Manifest.DeviceType;

/**
 * The tender's options, checked against the image's manifest. A later option for the same thing wins.
 *
 * <p>Not thread-safe.
 */
final class Options {

    private static final long GRANULE = 2 * Megabytes.BYTES;
    private static final long MAX_MEMORY = 4096 * Megabytes.BYTES;
    private static final long DEFAULT_MEMORY = 512 * Megabytes.BYTES;
    private static final int MAX_MEMORY_DIGITS = 12;

    private static final int MAX_NAME = 67;
    private static final int MAC_BYTES = 6;
    private static final int MIN_SECTOR = 512;
    private static final int MAX_SECTOR = 32768;

    private static final String MEMORY = "--mem=";
    private static final String NET = "--net:";
    private static final String NET_MAC = "--net-mac:";
    private static final String BLOCK = "--block:";
    private static final String BLOCK_SECTOR_SIZE = "--block-sector-size:";

    private final Manifest manifest;
    private final Map<Integer, String> interfaces = new HashMap<>();
    private final Map<Integer, byte[]> macs = new HashMap<>();
    private final Map<Integer, String> storages = new HashMap<>();
    private final Map<Integer, Integer> sectorSizes = new HashMap<>();
    private long memoryBytes = DEFAULT_MEMORY;

    private Options(Manifest manifest) {
        this.manifest = manifest;
    }

    /**
     * Reads the options.
     *
     * @throws TenderException when one is unknown or malformed, names a device that the manifest doesn't have, or a
     *     device of the manifest is named by none
     */
    static Options parse(List<String> words, Manifest manifest) throws TenderException {
        Options options = new Options(manifest);
        for (String word : words) {
            options.parse(word);
        }
        options.requireAllAttached();
        return options;
    }

    private void parse(String word) throws TenderException {
        if (word.startsWith(MEMORY)) {
            memoryBytes = memory(word.substring(MEMORY.length()));
        } else if (word.startsWith(NET)) {
            interfaces.put(device(word, NET, DeviceType.NET), value(word));
        } else if (word.startsWith(NET_MAC)) {
            macs.put(device(word, NET_MAC, DeviceType.NET), mac(word));
        } else if (word.startsWith(BLOCK)) {
            storages.put(device(word, BLOCK, DeviceType.BLOCK), value(word));
        } else if (word.startsWith(BLOCK_SECTOR_SIZE)) {
            sectorSizes.put(device(word, BLOCK_SECTOR_SIZE, DeviceType.BLOCK), sectorSize(word));
        } else {
            throw invalid(word);
        }
    }

    private static long memory(String text) throws TenderException {
        if (!isNumber(text) || text.length() > MAX_MEMORY_DIGITS || Long.parseLong(text) == 0) {
            throw new TenderException("Malformed argument to --mem");
        }
        long bytes = Math.max(GRANULE, Long.parseLong(text) * Megabytes.BYTES / GRANULE * GRANULE);
        if (bytes > MAX_MEMORY) {
            throw new TenderException(
                    "guest memory size " + bytes + " bytes exceeds the max size " + MAX_MEMORY + " bytes");
        }
        return bytes;
    }

    private int device(String word, String prefix, DeviceType type) throws TenderException {
        int end = word.indexOf('=');
        if (end < 0) {
            throw invalid(word);
        }
        String name = word.substring(prefix.length(), end);
        if (!isName(name) || end + 1 == word.length()) {
            throw invalid(word);
        }
        OptionalInt handle = manifest.handle(Text.of(name), type);
        if (handle.isEmpty()) {
            throw TenderException.usage("Resource not declared in manifest: '" + name + "'\n" + invalidLine(word));
        }
        return handle.getAsInt();
    }

    private static byte[] mac(String word) throws TenderException {
        String[] parts = value(word).split(":", -1);
        byte[] mac = new byte[MAC_BYTES];
        if (parts.length != MAC_BYTES) {
            throw invalid(word);
        }
        for (int i = 0; i < MAC_BYTES; i++) {
            if (parts[i].isEmpty() || parts[i].length() > 2 || !isHex(parts[i])) {
                throw invalid(word);
            }
            mac[i] = (byte) Integer.parseInt(parts[i], 16);
        }
        return mac;
    }

    private static int sectorSize(String word) throws TenderException {
        String text = value(word);
        int size = isNumber(text) && text.length() <= 5 ? Integer.parseInt(text) : 0;
        if (size < MIN_SECTOR || size > MAX_SECTOR || Integer.bitCount(size) != 1) {
            throw TenderException.usage("Block size must be a power of two from " + MIN_SECTOR + " to " + MAX_SECTOR
                    + "\n" + invalidLine(word));
        }
        return size;
    }

    private void requireAllAttached() throws TenderException {
        StringBuilder missing = new StringBuilder();
        for (int handle = 1; handle <= manifest.devices().size(); handle++) {
            Manifest.Device device = manifest.devices().get(handle - 1);
            if (device.type() != DeviceType.OTHER && !interfaces.containsKey(handle) && !storages.containsKey(handle)) {
                missing.append("Device '")
                        .append(device.name())
                        .append("' of type ")
                        .append(device.type().name())
                        .append("_BASIC declared but not attached.\n");
            }
        }
        if (missing.length() > 0) {
            throw new TenderException(missing + "All declared devices must be attached. See --help for syntax.");
        }
    }

    /** The size of the guest's memory: whole 2 MiB, at most 4 GiB. */
    long memoryBytes() {
        return memoryBytes;
    }

    /**
     * Opens the devices.
     *
     * @throws TenderException when one can't be opened
     */
    Devices attach() throws TenderException {
        Devices devices = new Devices(1 + manifest.devices().size());
        for (int handle = 1; handle < devices.count(); handle++) {
            String tap = interfaces.get(handle);
            if (tap != null) {
                byte[] mac = macs.get(handle);
                devices.attach(handle, Tap.attach(tap, mac == null ? randomMac() : mac));
            }
            String storage = storages.get(handle);
            if (storage != null) {
                String name = manifest.devices().get(handle - 1).name().toString();
                devices.attach(handle, BlockFile.attach(name, storage, sectorSizes.getOrDefault(handle, MIN_SECTOR)));
            }
        }
        return devices;
    }

    /** A locally administered unicast address. */
    private static byte[] randomMac() throws TenderException {
        byte[] mac = new byte[MAC_BYTES];
        if (Libc.getrandom(mac, MAC_BYTES, 0) != MAC_BYTES) {
            throw TenderException.errno("Could not make a MAC address", Libc.errno());
        }
        mac[0] = (byte) ((mac[0] & 0xfe) | 0x02);
        return mac;
    }

    private static String value(String word) {
        return word.substring(word.indexOf('=') + 1);
    }

    private static boolean isName(String text) {
        if (text.isEmpty() || text.length() > MAX_NAME) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 128 || !Character.isLetterOrDigit(c)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNumber(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static boolean isHex(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.digit(text.charAt(i), 16) < 0) {
                return false;
            }
        }
        return true;
    }

    private static TenderException invalid(String word) {
        return TenderException.usage(invalidLine(word));
    }

    private static String invalidLine(String word) {
        return "Invalid option: `" + word + "'";
    }
}
