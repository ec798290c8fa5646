package org.albatross.wire;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.albatross.model.Blob;
import org.albatross.model.Bytes;

/** A sink that keeps blobs in memory by number, and the source of what it has kept. */
final class Spool implements BlobSink, BlobSource {
    final Map<String, Bytes> kept = new HashMap<>();
    int begun;
    int closed;
    int largestChunk;

    @Override
    public Writer begin(long length) {
        begun++;
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        return new Writer() {
            @Override
            public void write(byte[] bytes, int offset, int length) {
                largestChunk = Math.max(largestChunk, length);
                content.write(bytes, offset, length);
            }

            @Override
            public String finish() {
                String handle = "blob-" + begun;
                kept.put(handle, Bytes.of(content.toByteArray()));
                return handle;
            }

            @Override
            public void close() {
                closed++;
            }
        };
    }

    @Override
    public void discard(Blob.Spooled blob) {
        kept.remove(blob.handle());
    }

    @Override
    public InputStream open(Blob.Spooled blob) throws IOException {
        Bytes content = Optional.ofNullable(kept.get(blob.handle())).orElseThrow(IOException::new);
        return new ByteArrayInputStream(content.toArray());
    }
}
