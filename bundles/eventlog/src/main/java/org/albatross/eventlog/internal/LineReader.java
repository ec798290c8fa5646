package org.albatross.eventlog.internal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Reads the entries of a file from the beginning. What is not an entry is skipped, be it as long as it likes; the rest
 * behind the last newline too. For one thread at a time.
 */
final class LineReader implements Closeable {
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(2 * LogLine.MAX_BYTES).flip();
    private boolean tooLong;

    LineReader(Path file) throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.READ);
    }

    /** Goes on behind the first newline at or behind an offset. */
    void skipTo(long offset) throws IOException {
        channel.position(offset);
        buffer.clear().flip();
        tooLong = true;
    }

    /** Returns the next entry; nothing at the end of the file. */
    Optional<LogEntry> next() throws IOException {
        for (; ; ) {
            int end = newline();
            if (end >= 0) {
                int length = end - buffer.position();
                Optional<LogEntry> entry = tooLong || length == 0
                        ? Optional.empty()
                        : LogEntry.of(buffer.array(), buffer.position(), length);
                tooLong = false;
                buffer.position(end + 1);
                if (entry.isPresent()) {
                    return entry;
                }
            } else if (!fill()) {
                return Optional.empty();
            }
        }
    }

    private int newline() {
        for (int i = buffer.position(); i < buffer.limit(); i++) {
            if (buffer.array()[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private boolean fill() throws IOException {
        if (buffer.remaining() > LogLine.MAX_BYTES) {
            tooLong = true;
            buffer.position(buffer.limit());
        }
        buffer.compact();
        int read = channel.read(buffer);
        buffer.flip();
        return read > 0;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
