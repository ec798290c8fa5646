package org.albatross.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Counts lines as fast as this process reads them, and keeps none. */
final class LineCount {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final double NANOS_PER_SECOND = 1e9;

    private LineCount() {}

    /** Reads so many lines of text; how many that are a second, from the first bytes to the last. */
    static double perSecond(InputStream text, long lines) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        long counted = 0;
        long begin = 0;
        while (counted < lines) {
            int length = text.read(buffer);
            if (length < 0) {
                throw new EOFException("after " + counted + " of " + lines + " lines nothing more came");
            }
            begin = begin == 0 ? System.nanoTime() : begin;
            for (int i = 0; i < length; i++) {
                counted += buffer[i] == '\n' ? 1 : 0;
            }
        }
        return lines * NANOS_PER_SECOND / (System.nanoTime() - begin);
    }
}
