package org.albatross.model;

/**
 * A possibly large run of bytes that a record carries by reference: an image, the data of a block device.
 * Its digest is that of the bytes as they came, compressed or not.
 */
public sealed interface Blob {
    /** The highest level at which zlib compresses; 0 is not at all. */
    int HIGHEST_LEVEL = 9;

    /** The number of bytes. */
    long length();

    /** A small blob that is held in memory. */
    record Inline(Bytes bytes) implements Blob {
        @Override
        public long length() {
            return bytes.length();
        }
    }

    /**
     * A blob that whoever decoded it has put somewhere else.
     *
     * @param length the number of bytes
     * @param sha256 the digest of these bytes
     * @param handle what its keeper finds it by, a file name as a rule
     */
    record Spooled(long length, Sha256 sha256, String handle) implements Blob {
        /** Throws {@link IllegalArgumentException} for a negative length. */
        public Spooled {
            if (length < 0) {
                throw new IllegalArgumentException("a blob cannot have " + length + " bytes");
            }
        }
    }

    /** A blob without any byte. */
    Blob EMPTY = new Inline(Bytes.EMPTY);

    /** Returns a blob held in memory. */
    static Blob of(Bytes bytes) {
        return new Inline(bytes);
    }
}
