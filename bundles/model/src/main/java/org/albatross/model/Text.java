package org.albatross.model;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * What an ASN.1 UTF8String holds on the wire: bytes that are meant as UTF-8 but that nobody has
 * validated. The original keeps such bytes as they are, so a console line or an argument survives here
 * byte for byte too.
 */
public final class Text implements Comparable<Text> {
    private final Bytes utf8;

    private Text(Bytes utf8) {
        this.utf8 = utf8;
    }

    /** Returns {@code text} encoded as UTF-8. */
    public static Text of(String text) {
        return new Text(Bytes.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Returns the text with exactly these bytes, valid UTF-8 or not. */
    public static Text of(Bytes utf8) {
        return new Text(utf8);
    }

    /** Returns the bytes as they stand on the wire. */
    public Bytes bytes() {
        return utf8;
    }

    /** Returns the length in bytes. */
    public int length() {
        return utf8.length();
    }

    /** Tells whether the bytes are well-formed UTF-8. */
    public boolean isValid() {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8.toArray()));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** Returns the text decoded, with U+FFFD in the place of what is not UTF-8. Not for a terminal: see {@link #toString}. */
    public String decoded() {
        return new String(utf8.toArray(), StandardCharsets.UTF_8);
    }

    /**
     * Returns a form that is safe to print: printable ASCII as it is but for the backslash, which is
     * doubled; every other byte as {@code \n}, {@code \t}, {@code \r}, {@code \b} or three decimal
     * digits behind a backslash, as the original's client prints console lines.
     */
    @Override
    public String toString() {
        return escaped("\\\\");
    }

    /**
     * Returns a message that somebody else has made, as one line that is safe to print. As {@link #toString}, but
     * backslashes stay as they are: names that the message quotes are escaped already, and would be twice.
     */
    public String line() {
        return escaped("\\");
    }

    private String escaped(String backslash) {
        StringBuilder printable = new StringBuilder(utf8.length() + 16);
        for (int i = 0; i < utf8.length(); i++) {
            int b = utf8.at(i) & 0xff;
            switch (b) {
                case '\\' -> printable.append(backslash);
                case '\n' -> printable.append("\\n");
                case '\t' -> printable.append("\\t");
                case '\r' -> printable.append("\\r");
                case '\b' -> printable.append("\\b");
                default -> {
                    if (b >= 0x20 && b < 0x7f) {
                        printable.append((char) b);
                    } else {
                        appendDigits(printable, b);
                    }
                }
            }
        }
        return printable.toString();
    }

    /**
     * Returns a message that is safe to print: printable ASCII and ends of lines as they are, backslashes too, since
     * parts of it may be escaped already, and the digits of every other byte.
     */
    public static String printable(String message) {
        StringBuilder printable = new StringBuilder(message.length() + 16);
        for (byte octet : message.getBytes(StandardCharsets.UTF_8)) {
            if ((octet >= 0x20 && octet < 0x7f) || octet == '\n') {
                printable.append((char) octet);
            } else {
                appendDigits(printable, octet & 0xff);
            }
        }
        return printable.toString();
    }

    private static void appendDigits(StringBuilder printable, int octet) {
        printable
                .append('\\')
                .append((char) ('0' + octet / 100))
                .append((char) ('0' + octet / 10 % 10))
                .append((char) ('0' + octet % 10));
    }

    @Override
    public int compareTo(Text other) {
        return utf8.compareTo(other.utf8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Text text && utf8.equals(text.utf8);
    }

    @Override
    public int hashCode() {
        return utf8.hashCode();
    }
}
