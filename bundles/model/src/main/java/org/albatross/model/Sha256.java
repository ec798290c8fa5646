package org.albatross.model;

/** A SHA-256 digest (FIPS 180-4): 32 bytes that identify an image. */
public record Sha256(Bytes bytes) implements Comparable<Sha256> {
    /** The length of a digest in bytes. */
    public static final int LENGTH = 32;

    /** Throws {@link IllegalArgumentException} unless there are {@value #LENGTH} bytes. */
    public Sha256 {
        if (bytes.length() != LENGTH) {
            throw new IllegalArgumentException("a SHA-256 digest has " + LENGTH + " bytes, not " + bytes.length());
        }
    }

    /** Reads 64 hexadecimal digits; throws {@link IllegalArgumentException} for anything else. */
    public static Sha256 ofHex(String digits) {
        return new Sha256(Bytes.ofHex(digits));
    }

    @Override
    public int compareTo(Sha256 other) {
        return bytes.compareTo(other.bytes);
    }

    /** Returns 64 lower-case hexadecimal digits. */
    @Override
    public String toString() {
        return bytes.hex();
    }
}
