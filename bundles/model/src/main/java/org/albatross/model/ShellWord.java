package org.albatross.model;

import java.util.ArrayList;
import java.util.List;

/**
 * A word of a command line as any POSIX shell reads it back, byte for byte. What is printable, and the newline,
 * stands for itself, in single quotes where a shell would see more in it; other bytes are made by printf(1), so that
 * a terminal gets ASCII only.
 */
public final class ShellWord {
    private static final String PLAIN = "[A-Za-z0-9_@%+=:,./-]+";

    /** More than all arguments of a unikernel, quoted. */
    private static final int MOST_CHARACTERS = 65_536;

    private ShellWord() {}

    /**
     * Returns the word quoted.
     *
     * @throws IllegalArgumentException for a byte of 0, which no program can be given
     */
    public static String quoted(Text word) {
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

    /**
     * Returns the words of a line, told apart and quoted as for a POSIX shell: by blanks, with single quotes, double quotes
     * and backslashes. Nothing is put in the place of anything else.
     *
     * @throws IllegalArgumentException with a message for people when a quote is not closed, where a shell would put
     *     something in the place of a word, and for a line of more than 65,536 characters
     */
    public static List<String> split(String line) {
        if (line.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException("a line of options has " + line.length() + " characters, at most "
                    + MOST_CHARACTERS + " are allowed");
        }
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean begun = false;
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote != '\'' && (c == '$' || c == '`')) {
                throw new IllegalArgumentException(
                        "'" + c + "' outside of single quotes: nothing is put in its place here");
            }
            if (quote != 0 && c == quote) {
                quote = 0;
            } else if (quote == 0 && (c == '\'' || c == '"')) {
                quote = c;
                begun = true;
            } else if (quote == 0 && Character.isWhitespace(c)) {
                if (begun) {
                    words.add(word.toString());
                }
                word.setLength(0);
                begun = false;
            } else if (isEscape(line, i, quote)) {
                i++;
                word.append(line.charAt(i));
                begun = true;
            } else {
                word.append(c);
                begun = true;
            }
        }
        if (quote != 0) {
            throw new IllegalArgumentException("a quote " + quote + " is not closed");
        }
        if (begun) {
            words.add(word.toString());
        }
        return words;
    }

    /** Tells whether a backslash takes its meaning from what follows: outside of quotes always, in double ones rarely. */
    private static boolean isEscape(String line, int at, char quote) {
        return line.charAt(at) == '\\'
                && at + 1 < line.length()
                && (quote == 0 || (quote == '"' && "\"\\$`".indexOf(line.charAt(at + 1)) >= 0));
    }
}
