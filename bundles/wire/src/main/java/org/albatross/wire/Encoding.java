package org.albatross.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** A value that is about to be written: its length is known, and spooled blobs pass through unheld. */
public final class Encoding {
    private static final byte[] NO_BYTES = {};

    private final byte[] header;
    private final Der value;

    private Encoding(byte[] header, Der value) {
        this.header = header;
        this.value = value;
    }

    static Encoding of(Der value) {
        return new Encoding(NO_BYTES, value);
    }

    static Encoding framed(Der value) {
        return new Encoding(Frame.header(value.length()), value);
    }

    /** The exact number of bytes that will be written. */
    public long length() {
        return header.length + value.length();
    }

    /**
     * Writes everything, and does not flush.
     *
     * @param blobs where the spooled blobs are
     * @throws IOException also when a blob ends before its length; what was written is then cut off
     */
    public void writeTo(OutputStream out, BlobSource blobs) throws IOException {
        out.write(header);
        value.writeTo(out, blobs);
    }

    /** Returns everything as an array; {@link IllegalStateException} when a spooled blob is in it. */
    public byte[] toBytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(Math.toIntExact(length()));
        try {
            writeTo(out, BlobSource.NONE);
        } catch (IOException e) {
            throw new IllegalStateException("a value with a spooled blob is too large for an array", e);
        }
        return out.toByteArray();
    }
}
