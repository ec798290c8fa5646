package org.albatross.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * The one line of a run record's file: words between blanks, the first of which is the format number. It is written in place, and
 * there when its newline is.
 */
record RecordLine(Path file, List<String> words) {
    private static final int MAX_BYTES = 256;
    private static final String FORMAT = "1";

    /** Reads a file; nothing when there is none, or its line is not written yet. */
    static Optional<RecordLine> read(Path file) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        if (bytes.length > MAX_BYTES) {
            throw new IOException(file + " is longer than " + MAX_BYTES + " bytes");
        }
        String content = new String(bytes, StandardCharsets.US_ASCII);
        if (!content.endsWith("\n")) {
            return Optional.empty();
        }
        content = content.strip();
        return Optional.of(new RecordLine(file, List.of(content.split(" +", -1))));
    }

    static void write(Path file, String line) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(fresh, line + "\n", StandardCharsets.US_ASCII);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    RecordLine requireWords(int count) throws IOException {
        if (!words.get(0).equals(FORMAT)) {
            throw new IOException(file + " is of format '" + words.get(0) + "'; known is " + FORMAT);
        }
        if (words.size() != count) {
            throw new IOException(file + " has " + words.size() + " words instead of " + count);
        }
        return this;
    }

    /** Tells whether a word holds a letter. */
    boolean hasLetters() {
        return words.stream().anyMatch(word -> word.chars().anyMatch(Character::isLetter));
    }

    String word(int index) {
        return words.get(index);
    }

    long number(int index) throws IOException {
        String word = words.get(index);
        if (!word.matches("[0-9]{1,18}")) {
            throw new IOException(file + ": '" + word + "' is not a number");
        }
        return Long.parseLong(word);
    }
}
