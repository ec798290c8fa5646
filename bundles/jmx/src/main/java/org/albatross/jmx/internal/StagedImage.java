package org.albatross.jmx.internal;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.albatross.model.Blob;
import org.albatross.model.Bytes;
import org.albatross.model.Sha256;
import org.albatross.wire.BlobSink;

/** An image that comes in pieces, in the spool. One thread at a time: its lock is held while a piece is written. */
final class StagedImage {
    private final BlobSink.Writer writer;
    private final MessageDigest digest = sha256();
    private long length;
    private boolean open = true;

    /** Writes what comes by {@code writer}. */
    StagedImage(BlobSink.Writer writer) {
        this.writer = writer;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * Takes the next piece.
     *
     * @throws IllegalArgumentException when it is not the next one
     * @throws IOException when there is no room for it; what came before is forgotten
     */
    synchronized String add(long offset, byte[] piece) throws IOException {
        if (!open) {
            throw new IllegalArgumentException("the image was created or forgotten meanwhile; begin it anew at 0");
        }
        if (offset != length) {
            throw new IllegalArgumentException(
                    "a piece at " + offset + " is not the next one: " + length + " bytes are there");
        }
        try {
            writer.write(piece, 0, piece.length);
        } catch (IOException e) {
            close();
            throw e;
        }
        digest.update(piece);
        length += piece.length;
        return length + " bytes, SHA-256 " + present();
    }

    private Sha256 present() {
        try {
            return new Sha256(Bytes.of(((MessageDigest) digest.clone()).digest()));
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("every Java platform can clone SHA-256", e);
        }
    }

    /** Tells whether it is open and what has come of it has this digest. */
    synchronized boolean is(Sha256 wanted) {
        return open && present().equals(wanted);
    }

    /** Ends it and returns its bytes, which are the caller's from now on. */
    synchronized Blob.Spooled take() throws IOException {
        try (writer) {
            open = false;
            return new Blob.Spooled(length, present(), writer.finish());
        }
    }

    /** Forgets it. */
    synchronized void close() throws IOException {
        if (open) {
            open = false;
            writer.close();
        }
    }
}
