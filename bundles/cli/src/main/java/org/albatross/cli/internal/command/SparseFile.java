package org.albatross.cli.internal.command;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** A file written from its beginning to its end, in which blocks of zeros become holes. */
final class SparseFile extends OutputStream {
    private static final int BLOCK = 64 * 1024;
    private static final byte[] ZEROS = new byte[BLOCK];

    private final FileChannel channel;
    private final byte[] block = new byte[BLOCK];
    private int filled;
    private long position;

    /** Opens a file, whatever it held is gone. */
    SparseFile(Path file) throws IOException {
        this.channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int at = offset;
        int end = offset + length;
        while (at < end) {
            if (filled == 0 && end - at >= BLOCK) {
                writeBlock(bytes, at, BLOCK);
                at += BLOCK;
            } else {
                int count = Math.min(end - at, BLOCK - filled);
                System.arraycopy(bytes, at, block, filled, count);
                filled += count;
                at += count;
                if (filled == BLOCK) {
                    writeFilled();
                }
            }
        }
    }

    private void writeFilled() throws IOException {
        writeBlock(block, 0, filled);
        filled = 0;
    }

    private void writeBlock(byte[] bytes, int offset, int length) throws IOException {
        if (!Arrays.equals(bytes, offset, offset + length, ZEROS, 0, length)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
            while (buffer.hasRemaining()) {
                channel.write(buffer, position + buffer.position() - offset);
            }
        }
        position += length;
    }

    /** Writes the rest; a hole at the end counts to the file's length. */
    @Override
    public void close() throws IOException {
        try (channel) {
            writeFilled();
            if (channel.size() < position) {
                channel.write(ByteBuffer.wrap(new byte[1]), position - 1);
            }
        }
    }
}
