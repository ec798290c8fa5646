package org.albatross.wire;

import java.io.IOException;
import java.io.InputStream;
import org.albatross.model.Blob;

/** Where an encoder finds the bytes of a spooled blob. */
@FunctionalInterface
public interface BlobSource {
    /** A source for messages without spooled blobs. */
    BlobSource NONE = blob -> {
        throw new IOException("there is no source for the blob " + blob.handle());
    };

    /** Opens a blob; the caller reads exactly {@code blob.length()} bytes and closes the stream. */
    InputStream open(Blob.Spooled blob) throws IOException;
}
