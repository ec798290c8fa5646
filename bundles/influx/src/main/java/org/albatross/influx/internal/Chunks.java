package org.albatross.influx.internal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Lines that wait to be sent, at most a number of bytes: when there are more, the oldest go, which is counted. For any thread.
 */
final class Chunks {
    /** The most bytes that are sent at once, unless one line has more. */
    static final int BATCH_BYTES = 256 * 1024;

    /** The most lines that are sent at once, as InfluxDB wants it. */
    static final int BATCH_LINES = 5000;

    /** Bytes of memory that a chunk takes beside its text. */
    private static final int OVERHEAD = 128;

    private final long capacity;
    private final Deque<Chunk> waiting = new ArrayDeque<>();
    private long bytes;
    private long dropped;
    private boolean closed;

    /** Whole lines in UTF-8, which nobody changes. */
    static final class Chunk {
        private final byte[] text;
        private final int lines;

        /** Takes the array over. */
        Chunk(byte[] text, int lines) {
            this.text = text;
            this.lines = lines;
        }

        byte[] text() {
            return text;
        }

        int lines() {
            return lines;
        }
    }

    /** Keeps at most {@code capacity} bytes. */
    Chunks(long capacity) {
        this.capacity = capacity;
    }

    /** Adds lines, each with its end. */
    void add(List<String> lines) {
        StringBuilder text = new StringBuilder();
        int number = 0;
        for (String line : lines) {
            if (number == BATCH_LINES || (number > 0 && text.length() + line.length() > BATCH_BYTES)) {
                add(new Chunk(text.toString().getBytes(StandardCharsets.UTF_8), number));
                text.setLength(0);
                number = 0;
            }
            text.append(line);
            number++;
        }
        if (number > 0) {
            add(new Chunk(text.toString().getBytes(StandardCharsets.UTF_8), number));
        }
    }

    private synchronized void add(Chunk chunk) {
        waiting.add(chunk);
        bytes += size(chunk);
        while (bytes > capacity) {
            Chunk oldest = waiting.remove();
            bytes -= size(oldest);
            dropped += oldest.lines();
        }
        notifyAll();
    }

    private static long size(Chunk chunk) {
        return (long) chunk.text().length + OVERHEAD;
    }

    /** Waits for lines, and takes as many of the oldest as are sent at once; nothing when it was closed and is empty. */
    synchronized Optional<Chunk> take() throws InterruptedException {
        while (waiting.isEmpty() && !closed) {
            wait();
        }
        if (waiting.isEmpty()) {
            return Optional.empty();
        }
        int length = 0;
        int lines = 0;
        int number = 0;
        for (Chunk chunk : waiting) {
            if (number > 0 && (length + chunk.text().length > BATCH_BYTES || lines + chunk.lines() > BATCH_LINES)) {
                break;
            }
            length += chunk.text().length;
            lines += chunk.lines();
            number++;
        }
        byte[] text = new byte[length];
        int end = 0;
        for (int i = 0; i < number; i++) {
            Chunk chunk = waiting.remove();
            System.arraycopy(chunk.text(), 0, text, end, chunk.text().length);
            end += chunk.text().length;
            bytes -= size(chunk);
        }
        return Optional.of(new Chunk(text, lines));
    }

    /** Waits some time, or until it is closed; tells whether it is. */
    synchronized boolean awaitClosed(long millis) throws InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        for (long left = millis; left > 0 && !closed; left = (end - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
        return closed;
    }

    /** Lets whoever waits go on. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** Returns how many lines were dropped, since there was no room for them. */
    synchronized long dropped() {
        return dropped;
    }

    /** Returns how many bytes wait. */
    synchronized long bytes() {
        return bytes;
    }
}
