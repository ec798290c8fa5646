package org.albatross.wire;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Messages to a stream, one after the other, blocking. Used by one thread at a time. */
public final class MessageWriter {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final OutputStream out;
    private final BlobSource blobs;

    /** A writer of messages to {@code out}, which it does not close; spooled blobs come from {@code blobs}. */
    public MessageWriter(OutputStream out, BlobSource blobs) {
        this.out = new BufferedOutputStream(out, BUFFER_BYTES);
        this.blobs = blobs;
    }

    /** Writes one message and flushes. */
    public void write(Message message) throws IOException {
        WireEncoder.frame(message).writeTo(out, blobs);
        out.flush();
    }
}
