package org.albatross.cli.internal.command;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.albatross.model.Blob;
import org.albatross.wire.BlobSink;

/** Keeps what is too large for memory in temporary files, which are gone when this is closed. */
final class SpoolFile implements BlobSink, Closeable {
    private final Path directory;
    private final List<Path> files = new ArrayList<>();

    /** Keeps them in a directory. */
    SpoolFile(Path directory) {
        this.directory = directory;
    }

    /** Returns where they are. */
    Path directory() {
        return directory;
    }

    /** Opens a blob that is in memory or in a file, which must not be a link. */
    static InputStream open(Blob blob) throws IOException {
        return blob instanceof Blob.Spooled spooled
                ? Files.newInputStream(Path.of(spooled.handle()), LinkOption.NOFOLLOW_LINKS)
                : new ByteArrayInputStream(((Blob.Inline) blob).bytes().toArray());
    }

    /** Copies a stream into a file. */
    Path save(InputStream in) throws IOException {
        Path file = newFile();
        try (OutputStream out = Files.newOutputStream(file)) {
            in.transferTo(out);
        }
        return file;
    }

    /** Makes an empty file. */
    Path newFile() throws IOException {
        Path file = Files.createTempFile(directory, "albatross", ".part");
        file.toFile().deleteOnExit();
        files.add(file);
        return file;
    }

    @Override
    public Writer begin(long length) throws IOException {
        Path file = newFile();
        OutputStream out = Files.newOutputStream(file);
        return new Writer() {
            @Override
            public void write(byte[] bytes, int offset, int count) throws IOException {
                out.write(bytes, offset, count);
            }

            @Override
            public String finish() {
                return file.toString();
            }

            @Override
            public void close() throws IOException {
                out.close();
            }
        };
    }

    @Override
    public void discard(Blob.Spooled blob) throws IOException {
        Files.deleteIfExists(Path.of(blob.handle()));
    }

    @Override
    public void close() throws IOException {
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }
}
