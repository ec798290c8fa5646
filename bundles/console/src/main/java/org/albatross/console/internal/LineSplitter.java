package org.albatross.console.internal;

import java.nio.ByteBuffer;

/** Cuts what a unikernel printed into lines. Empty lines are left out, lines that are too long are cut off. */
final class LineSplitter {
    /** The most bytes of a line that are kept. */
    static final int MAX_LINE = 512;

    /** Takes the lines, in order. */
    @FunctionalInterface
    interface Lines {
        /**
         * Takes a line.
         *
         * @param content its bytes from position to limit, without the newline; valid during the call
         * @param truncated whether more bytes stood behind these
         */
        void line(ByteBuffer content, boolean truncated);
    }

    /**
     * What a text ends with.
     *
     * @param pending how many bytes at its end are an unterminated line, at most {@link #MAX_LINE}
     * @param discarding whether it ends within the rest of a line that was cut off
     */
    record Rest(int pending, boolean discarding) {}

    private LineSplitter() {}

    /**
     * Hands out every complete line of {@code text} and every one that is too long.
     *
     * @param text read from index 0 on, whatever its position
     * @param length how many bytes it has
     * @param discarding whether it begins within the rest of a line that was cut off
     */
    static Rest split(ByteBuffer text, int length, boolean discarding, Lines lines) {
        boolean skip = discarding;
        int start = 0;
        for (int i = 0; i < length; i++) {
            if (text.get(i) == '\n') {
                if (!skip && i > start) {
                    lines.line(text.slice(start, i - start), false);
                }
                skip = false;
                start = i + 1;
            } else if (!skip && i - start == MAX_LINE) {
                lines.line(text.slice(start, MAX_LINE), true);
                skip = true;
            }
        }
        return new Rest(skip ? 0 : length - start, skip);
    }
}
