package org.albatross.cli.internal.command;

import org.albatross.model.Text;

/**
 * A word of a command line as any POSIX shell reads it back, byte for byte. What is printable, and the newline,
 * stands for itself, in single quotes where a shell would see more in it; other bytes are made by printf(1), so that
 * a terminal gets ASCII only.
 */
final class ShellWord {
    private static final String PLAIN = "[A-Za-z0-9_@%+=:,./-]+";

    private ShellWord() {}

    /**
     * Returns the word quoted.
     *
     * @throws IllegalArgumentException for a byte of 0, which no program can be given
     */
    static String quoted(Text word) {
        String plain = word.decoded();
        if (plain.matches(PLAIN)) {
            return plain;
        }
        StringBuilder quoted = new StringBuilder();
        int at = 0;
        do {
            int end = endOfRun(word, at);
            append(quoted, word, at, end);
            at = end;
        } while (at < word.length());
        return quoted.toString();
    }

    private static int endOfRun(Text word, int begin) {
        int end = begin;
        while (end < word.length() && isShown(byteAt(word, end)) == isShown(byteAt(word, begin))) {
            end++;
        }
        return end;
    }

    private static void append(StringBuilder quoted, Text word, int begin, int end) {
        boolean shown = begin == end || isShown(byteAt(word, begin));
        quoted.append(shown ? "'" : "\"$(printf '");
        for (int i = begin; i < end; i++) {
            int b = byteAt(word, i);
            if (b == 0) {
                throw new IllegalArgumentException("a byte of 0 cannot be an argument of a program");
            }
            if (!shown) {
                quoted.append('\\').append(b >> 6).append(b >> 3 & 7).append(b & 7);
            } else if (b == '\'') {
                quoted.append("'\\''");
            } else {
                quoted.append((char) b);
            }
        }
        quoted.append(shown ? "'" : "')\"");
    }

    private static boolean isShown(int b) {
        return (b >= ' ' && b < 0x7f) || b == '\n';
    }

    private static int byteAt(Text word, int index) {
        return Byte.toUnsignedInt(word.bytes().at(index));
    }
}
