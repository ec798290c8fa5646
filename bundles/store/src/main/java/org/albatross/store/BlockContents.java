package org.albatross.store;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.albatross.disk.Disk;
import org.albatross.disk.DurableFiles;

/**
 * What a block device is to hold: a stream of at most its size, zlib or not, zeros behind it. Zeros are not
 * written, so that the file is as sparse as its contents allow.
 */
public final class BlockContents {
    private static final int CHUNK = 256 * 1024;

    /** The unit in which zeros are left out, in bytes: that of most file systems. */
    private static final int HOLE = 4096;

    private static final byte[] ZEROS = new byte[HOLE];

    private final InputStream data;
    private final boolean compressed;

    private BlockContents(InputStream data, boolean compressed) {
        this.data = data;
        this.compressed = compressed;
    }

    /** Returns contents of zeros. */
    public static BlockContents empty() {
        return new BlockContents(InputStream.nullInputStream(), false);
    }

    /** Returns contents that {@code data} holds until its end, which the caller closes. */
    public static BlockContents of(InputStream data, boolean compressed) {
        return new BlockContents(data, compressed);
    }

    /**
     * Writes the contents and makes the file {@code size} bytes long.
     *
     * @throws RefusedException when the contents do not fit, are damaged, or did not come to their end
     * @throws IOException when the file cannot be written
     */
    void writeTo(Disk.OpenFile out, long size) throws IOException, RefusedException {
        if (compressed) {
            Inflater inflater = new Inflater();
            try {
                copy(new InflaterInputStream(data, inflater, CHUNK), out, size);
                requireEnd(inflater);
            } finally {
                inflater.end();
            }
        } else {
            copy(data, out, size);
        }
        if (out.size() < size) {
            out.write(ByteBuffer.allocate(1), size - 1);
        }
    }

    private void requireEnd(Inflater inflater) throws RefusedException {
        byte[] more = new byte[1];
        if (inflater.getRemaining() > 0 || fill(data, more) > 0) {
            throw new RefusedException("the compressed data continue after the end of their zlib stream");
        }
    }

    private static void copy(InputStream in, Disk.OpenFile out, long size) throws IOException, RefusedException {
        byte[] chunk = new byte[CHUNK];
        long offset = 0;
        for (int n = fill(in, chunk); n > 0; n = fill(in, chunk)) {
            if (n > size - offset) {
                throw new RefusedException(
                        "the data have " + (offset + n) + " bytes or more, the block device has " + size);
            }
            write(chunk, n, out, offset);
            offset += n;
        }
    }

    private static int fill(InputStream in, byte[] chunk) throws RefusedException {
        try {
            return in.readNBytes(chunk, 0, chunk.length);
        } catch (ZipException e) {
            throw new RefusedException("the compressed data are not a zlib stream: " + e.getMessage());
        } catch (EOFException e) {
            throw new RefusedException("the compressed data are cut off: their zlib stream has no end");
        } catch (IOException e) {
            throw new RefusedException("the data did not come to their end: " + DurableFiles.reason(e));
        }
    }

    private static void write(byte[] chunk, int length, Disk.OpenFile out, long offset) throws IOException {
        int begin = 0;
        while (begin < length) {
            boolean hole = isHole(chunk, begin, length);
            int end = begin;
            while (end < length && isHole(chunk, end, length) == hole) {
                end = Math.min(end + HOLE, length);
            }
            if (!hole) {
                out.write(ByteBuffer.wrap(chunk, begin, end - begin), offset + begin);
            }
            begin = end;
        }
    }

    private static boolean isHole(byte[] chunk, int begin, int length) {
        int end = Math.min(begin + HOLE, length);
        return Arrays.equals(chunk, begin, end, ZEROS, 0, end - begin);
    }
}
