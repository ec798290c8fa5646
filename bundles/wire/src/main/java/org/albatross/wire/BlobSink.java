package org.albatross.wire;

import java.io.Closeable;
import java.io.IOException;
import org.albatross.model.Blob;

/**
 * Where a decoder puts what is too large for memory while it arrives: a spool directory as a rule. One
 * decoding calls it from one thread; several may share a sink, which then has to be thread-safe.
 */
public interface BlobSink {
    /** A sink that refuses, for peers that have no reason to send an image. */
    BlobSink REFUSING = new BlobSink() {
        @Override
        public Writer begin(long length) throws ProtocolException {
            throw new ProtocolException("an OCTET STRING of " + length + " bytes is too large here");
        }

        @Override
        public void discard(Blob.Spooled blob) {}
    };

    /**
     * Begins a blob.
     *
     * @param length the bytes that are announced
     * @throws ProtocolException when the sink does not take that many
     * @throws IOException when there is no place for it
     */
    Writer begin(long length) throws IOException, ProtocolException;

    /** Forgets a finished blob: the rest of its message turned out to be malformed. */
    void discard(Blob.Spooled blob) throws IOException;

    /** Takes the bytes of one blob. */
    interface Writer extends Closeable {
        /** Takes the next {@code length} bytes, which the caller may overwrite afterwards. */
        void write(byte[] bytes, int offset, int length) throws IOException;

        /** Ends the blob, all of which was written, and returns the handle for {@link Blob.Spooled}. */
        String finish() throws IOException;

        /** Releases what the writer holds; without {@link #finish} before, its blob is forgotten. */
        @Override
        void close() throws IOException;
    }
}
