package org.albatross.solo5;

import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/** A file that is an array. Counts what is read of it. */
final class MemoryChannel implements SeekableByteChannel {
    private final byte[] content;
    private long position;
    private long bytesRead;

    MemoryChannel(byte[] content) {
        this.content = content;
    }

    long bytesRead() {
        return bytesRead;
    }

    @Override
    public int read(ByteBuffer target) {
        if (position >= content.length) {
            return -1;
        }
        int length = (int) Math.min(target.remaining(), content.length - position);
        target.put(content, (int) position, length);
        position += length;
        bytesRead += length;
        return length;
    }

    @Override
    public int write(ByteBuffer source) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public SeekableByteChannel position(long newPosition) {
        position = newPosition;
        return this;
    }

    @Override
    public long size() {
        return content.length;
    }

    @Override
    public SeekableByteChannel truncate(long size) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {}
}
