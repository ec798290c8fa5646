package org.albatross.cli.internal.peer;

/** Bytes as people read them: offset, sixteen bytes in pairs, and what of them is ASCII. */
final class HexDump {
    private static final int LINE = 16;
    private static final int TEXT_COLUMN = 50;
    private static final String DIGITS = "0123456789abcdef";

    private HexDump() {}

    /** Returns lines that each end with a newline. */
    static String of(byte[] bytes) {
        StringBuilder dump = new StringBuilder(bytes.length * 5);
        for (int start = 0; start < bytes.length; start += LINE) {
            appendLine(dump, bytes, start, Math.min(bytes.length, start + LINE));
        }
        return dump.toString();
    }

    private static void appendLine(StringBuilder dump, byte[] bytes, int start, int end) {
        StringBuilder line = new StringBuilder(TEXT_COLUMN + LINE);
        for (int shift = 20; shift >= 0; shift -= 4) {
            line.append(DIGITS.charAt(start >> shift & 0xf));
        }
        line.append("  ");
        for (int i = start; i < end; i++) {
            if (i > start && (i - start) % 2 == 0) {
                line.append((i - start) % 8 == 0 ? "  " : " ");
            }
            line.append(DIGITS.charAt(bytes[i] >> 4 & 0xf)).append(DIGITS.charAt(bytes[i] & 0xf));
        }
        while (line.length() < TEXT_COLUMN) {
            line.append(' ');
        }
        for (int i = start; i < end; i++) {
            line.append(bytes[i] >= ' ' && bytes[i] < 0x7f ? (char) bytes[i] : '.');
        }
        dump.append(line).append('\n');
    }
}
