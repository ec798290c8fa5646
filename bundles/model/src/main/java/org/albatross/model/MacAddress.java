package org.albatross.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** An IEEE 802 MAC address. */
public record MacAddress(Bytes bytes) {
    /** The length of an address in bytes. */
    public static final int LENGTH = 6;

    private static final HexFormat COLONS = HexFormat.ofDelimiter(":");
    private static final HexFormat HYPHENS = HexFormat.ofDelimiter("-");

    /** Throws {@link IllegalArgumentException} unless there are {@value #LENGTH} bytes. */
    public MacAddress {
        if (bytes.length() != LENGTH) {
            throw new IllegalArgumentException("a MAC address has " + LENGTH + " bytes, not " + bytes.length());
        }
    }

    /** Reads {@code xx:xx:xx:xx:xx:xx} or {@code xx-xx-xx-xx-xx-xx}; throws {@link IllegalArgumentException} for anything else. */
    public static MacAddress parse(String text) {
        try {
            return new MacAddress(Bytes.of((text.indexOf('-') < 0 ? COLONS : HYPHENS).parseHex(text)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "invalid MAC address '" + Text.of(text) + "', expected xx:xx:xx:xx:xx:xx or xx-xx-xx-xx-xx-xx", e);
        }
    }

    /**
     * Returns the address that a device has unless one is given: {@code 00:80:41} and the first three
     * bytes of the MD5 digest of the device's name and the unikernel's written name, as the original's
     * {@code Name.mac}. Leases and firewall rules hang on it, so it never changes.
     */
    public static MacAddress derived(Name unikernel, Text device) {
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            md5.update(device.bytes().toArray());
            byte[] digest = md5.digest(unikernel.toString().getBytes(StandardCharsets.US_ASCII));
            return new MacAddress(Bytes.of(new byte[] {0x00, (byte) 0x80, 0x41, digest[0], digest[1], digest[2]}));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }

    /** Returns {@code xx:xx:xx:xx:xx:xx} in lower case. */
    @Override
    public String toString() {
        return COLONS.formatHex(bytes.toArray());
    }
}
