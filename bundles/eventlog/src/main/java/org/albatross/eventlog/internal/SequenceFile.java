package org.albatross.eventlog.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.albatross.disk.Disk;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last number that was given to a follower, beside the log: so that none is given twice though somebody cuts or
 * removes the log. While the log is whole its last line says the same, so that this file need not be synced with every line,
 * but when the log is no longer what was written. One line of fixed length, overwritten in its place. For one thread.
 */
final class SequenceFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SequenceFile.class);
    private static final int DIGITS = 19;

    private final Path file;
    private final Disk.OpenFile open;
    private boolean synced = true;

    /** Makes the file where there is none; its entry is durable when that of the log is. */
    SequenceFile(Path file, Disk disk) throws IOException {
        this.file = file;
        open = Files.exists(file) ? disk.open(file) : disk.create(file);
    }

    /** Returns the number; 0 when there is none, or what stands there is not one. */
    long read() throws IOException {
        if (open.size() == 0) {
            return 0;
        }
        ByteBuffer line = ByteBuffer.allocate(DIGITS + 1);
        while (line.hasRemaining() && open.read(line, line.position()) > 0) {
            // Reads on.
        }
        String text = new String(line.array(), 0, line.position(), StandardCharsets.US_ASCII).strip();
        if (text.length() != DIGITS || !text.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
            LOG.warn("{} does not hold a number, as it should: numbers go on behind those of the log", file);
            return 0;
        }
        return Long.parseLong(text);
    }

    /** Writes a number, which is durable after the next {@link #sync}, and after any end of this process. */
    void write(long sequence) throws IOException {
        byte[] line =
                String.format(Locale.ROOT, "%0" + DIGITS + "d\n", sequence).getBytes(StandardCharsets.US_ASCII);
        open.write(ByteBuffer.wrap(line), 0);
        synced = false;
    }

    /** Makes the number that was written last durable. */
    void sync() throws IOException {
        if (!synced) {
            open.force();
            synced = true;
        }
    }

    @Override
    public void close() throws IOException {
        open.close();
    }
}
