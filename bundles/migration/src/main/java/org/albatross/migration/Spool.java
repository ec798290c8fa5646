package org.albatross.migration;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.albatross.model.Blob;
import org.albatross.store.ImageStore;
import org.albatross.wire.BlobSink;

/**
 * Keeps the images of a state file beside those of a store, as unfinished files: what is still there when this
 * is closed is removed, and a crash leaves nothing that the next start would not remove.
 */
final class Spool implements BlobSink, Closeable {
    private final ImageStore images;
    private final List<Path> files = new ArrayList<>();

    Spool(ImageStore images) {
        this.images = images;
    }

    @Override
    public Writer begin(long length) throws IOException {
        Path file = images.newUnfinished();
        files.add(file);
        OutputStream out = new BufferedOutputStream(images.create(file));
        return new Writer() {
            @Override
            public void write(byte[] bytes, int offset, int count) throws IOException {
                out.write(bytes, offset, count);
            }

            @Override
            public String finish() throws IOException {
                out.flush();
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
