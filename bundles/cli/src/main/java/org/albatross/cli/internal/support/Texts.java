package org.albatross.cli.internal.support;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Texts of bounded length. */
final class Texts {
    /** The most characters that one of them has: its last ones. */
    static final int MOST = 1 << 20;

    private Texts() {}

    /** Returns the last part of a text. */
    static String lastOf(String text) {
        return text.length() <= MOST ? text : text.substring(text.length() - MOST);
    }

    /** Returns the first part of a file, or why it cannot be read. */
    static String file(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MOST), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "(cannot be read: " + e + ")\n";
        }
    }
}
