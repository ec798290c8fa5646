package org.albatross.cli.internal.command;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.albatross.model.Blob;
import org.albatross.model.Bytes;
import org.albatross.model.Sha256;
import org.albatross.wire.BlobSource;

/**
 * An image on its way into a command: by reference, never as a whole in memory. A compressed one waits in
 * a temporary file, which is gone when this is closed.
 */
final class ImageFile implements BlobSource, Closeable {
    private static final int BUFFER = 64 * 1024;

    private final Path file;
    private final boolean temporary;
    private final Blob.Spooled blob;

    private ImageFile(Path file, boolean temporary, Blob.Spooled blob) {
        this.file = file;
        this.temporary = temporary;
        this.blob = blob;
    }

    /** Reads the image once, to compress it unless {@code level} is 0, and for its digest. */
    static ImageFile open(Path temporary, Path image, int level) throws IOException {
        try (InputStream in = Files.newInputStream(image)) {
            if (level == 0) {
                return new ImageFile(image, false, describe(in, image));
            }
            Path compressed = Files.createTempFile(temporary, "albatross", ".zlib");
            compressed.toFile().deleteOnExit();
            boolean complete = false;
            try {
                try (OutputStream out =
                        new DeflaterOutputStream(Files.newOutputStream(compressed), new Deflater(level), BUFFER)) {
                    in.transferTo(out);
                }
                try (InputStream again = Files.newInputStream(compressed)) {
                    Blob.Spooled blob = describe(again, compressed);
                    complete = true;
                    return new ImageFile(compressed, true, blob);
                }
            } finally {
                if (!complete) {
                    Files.deleteIfExists(compressed);
                }
            }
        }
    }

    private static Blob.Spooled describe(InputStream in, Path handle) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[BUFFER];
        long length = 0;
        int count;
        while ((count = in.read(buffer)) >= 0) {
            digest.update(buffer, 0, count);
            length += count;
        }
        return new Blob.Spooled(length, new Sha256(Bytes.of(digest.digest())), handle.toString());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Returns the SHA-256 of what a command carries. */
    Bytes digest() {
        return blob.sha256().bytes();
    }

    /** Returns the image as a command carries it. */
    Blob blob() {
        return blob;
    }

    @Override
    public InputStream open(Blob.Spooled wanted) throws IOException {
        return Files.newInputStream(Path.of(wanted.handle()));
    }

    @Override
    public void close() throws IOException {
        if (temporary) {
            Files.deleteIfExists(file);
        }
    }
}
