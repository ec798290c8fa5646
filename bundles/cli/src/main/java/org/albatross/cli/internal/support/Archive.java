package org.albatross.cli.internal.support;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Texts by the names of their files, in one tar.gz, which the program {@code tar} makes. */
public final class Archive {
    /** The directory in the archive. */
    static final String DIRECTORY = "albatross-support";

    private Archive() {}

    /**
     * Writes a new file that nobody else may read.
     *
     * @throws FileAlreadyExistsException when it exists: it stays as it is
     * @throws IOException when it cannot be written; nothing of it is left then
     */
    public static void write(Path file, Map<String, String> texts, Path temporary) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Path work = Files.createTempDirectory(temporary, DIRECTORY);
        try {
            Path directory = Files.createDirectory(work.resolve(DIRECTORY));
            for (Map.Entry<String, String> text : texts.entrySet()) {
                Path entry = directory.resolve(text.getKey());
                Files.createDirectories(entry.getParent());
                Files.writeString(entry, text.getValue(), StandardCharsets.UTF_8);
            }
            String failure = Programs.failureOf(List.of(
                    "tar", "-C", work.toString(), "-czf", file.toAbsolutePath().toString(), DIRECTORY));
            if (!failure.isEmpty()) {
                throw new IOException("cannot write " + file + ": " + failure);
            }
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        } finally {
            remove(work);
        }
    }

    private static void remove(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
