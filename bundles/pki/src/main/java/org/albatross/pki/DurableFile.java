package org.albatross.pki;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.albatross.model.Bytes;

/** Files that a crash leaves as they were or as they are meant to be. */
public final class DurableFile {
    /** What the name of a file ends with while it is being written. */
    static final String UNFINISHED = "~";

    private static final Set<PosixFilePermission> SECRET = PosixFilePermissions.fromString("r--------");
    private static final Set<OpenOption> NEW = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    private DurableFile() {}

    /** Writes or replaces a file, readable by all whom the process's umask lets read. */
    public static void replace(Path file, Bytes contents) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + UNFINISHED);
        Files.deleteIfExists(unfinished);
        try (FileChannel channel = FileChannel.open(unfinished, NEW)) {
            write(channel, contents);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        sync(file);
    }

    /**
     * Writes a file that only its owner may read, and nobody write.
     *
     * @throws FileAlreadyExistsException when there is one of this name
     */
    public static void createSecret(Path file, Bytes contents) throws IOException {
        try (FileChannel channel = FileChannel.open(file, NEW, PosixFilePermissions.asFileAttribute(SECRET))) {
            write(channel, contents);
        }
        sync(file);
    }

    static void write(FileChannel channel, Bytes contents) throws IOException {
        ByteBuffer rest = contents.buffer();
        while (rest.hasRemaining()) {
            channel.write(rest);
        }
        channel.force(true);
    }

    private static void sync(Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
                entries.force(true);
            }
        }
    }
}
