package org.albatross.store;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.function.Consumer;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.albatross.disk.Disk;
import org.albatross.disk.DurableFiles;
import org.albatross.model.Blob;
import org.albatross.model.Bytes;
import org.albatross.model.Sha256;

/**
 * Makes a command's image an uncompressed file beside the store: a spooled one is moved, a compressed one
 * is written as it is decompressed. Never holds more than a small buffer of a spooled one in memory.
 */
public final class ImageIntake {
    private static final int BUFFER = 64 * 1024;

    /** How many bytes of an image are written back at once while more of it are decompressed. */
    private static final int WRITTEN_BACK = 1 << 20;

    /** Says whether to give up. */
    @FunctionalInterface
    public interface Patience {
        /** Throws when the work is not wanted any more or has taken too long; called every few kilobytes. */
        void check() throws RefusedException;
    }

    private final ImageStore store;
    private final long maxBytes;
    private final Consumer<Path> writeBack;

    /** Takes images of at most {@code maxBytes} bytes, uncompressed. */
    public ImageIntake(ImageStore store, long maxBytes) {
        this(store, maxBytes, file -> {});
    }

    /** As above; {@code writeBack} begins to write to the disk what is in a file, so that it takes less time to make it durable. */
    public ImageIntake(ImageStore store, long maxBytes, Consumer<Path> writeBack) {
        this.store = store;
        this.maxBytes = maxBytes;
        this.writeBack = writeBack;
    }

    /**
     * Takes an image. The spool file of the blob is gone afterwards, whatever the outcome.
     *
     * @throws RefusedException when the image is too large or no zlib stream, or patience ended
     * @throws IOException when the disk fails; the message is for people
     */
    public StagedImage take(Blob blob, boolean compressed, Patience patience) throws IOException, RefusedException {
        Path file = store.newUnfinished();
        try {
            if (!compressed) {
                requireSize(blob.length());
            }
            if (!compressed && blob instanceof Blob.Spooled spooled && moved(Path.of(spooled.handle()), file)) {
                return new StagedImage(file, spooled.sha256(), spooled.length());
            }
            return write(blob, compressed, file, patience);
        } catch (IOException | RefusedException e) {
            DurableFiles.removeAfter(e, file);
            throw e;
        } finally {
            drop(blob);
        }
    }

    /** Removes the spool file of a blob that nobody wants. */
    public static void drop(Blob blob) throws IOException {
        if (blob instanceof Blob.Spooled spooled) {
            Files.deleteIfExists(Path.of(spooled.handle()));
        }
    }

    private boolean moved(Path from, Path to) throws IOException {
        try {
            store.disk().rename(from, to);
            return true;
        } catch (AtomicMoveNotSupportedException e) {
            return false; // another file system: it is copied
        }
    }

    private StagedImage write(Blob blob, boolean compressed, Path file, Patience patience)
            throws IOException, RefusedException {
        MessageDigest sha256 = sha256();
        long size = 0;
        try (InputStream raw = open(blob);
                InputStream in = compressed ? new InflaterInputStream(raw) : raw;
                Disk.OpenFile out = store.disk().create(file)) {
            byte[] buffer = new byte[BUFFER];
            for (int n = read(in, buffer); n >= 0; n = read(in, buffer)) {
                patience.check();
                long before = size;
                size += n;
                requireSize(size);
                sha256.update(buffer, 0, n);
                write(ByteBuffer.wrap(buffer, 0, n), out, file);
                if (size / WRITTEN_BACK > before / WRITTEN_BACK) {
                    writeBack.accept(file);
                }
            }
        }
        return new StagedImage(file, new Sha256(Bytes.of(sha256.digest())), size);
    }

    private static void write(ByteBuffer chunk, Disk.OpenFile out, Path file) throws IOException {
        try {
            out.write(chunk);
        } catch (IOException e) {
            throw DurableFiles.cannotWrite("the image", DurableFiles.directoryOf(file), e);
        }
    }

    private static InputStream open(Blob blob) throws IOException {
        if (blob instanceof Blob.Spooled spooled) {
            return Files.newInputStream(Path.of(spooled.handle()));
        }
        return new java.io.ByteArrayInputStream(((Blob.Inline) blob).bytes().toArray());
    }

    private static int read(InputStream in, byte[] buffer) throws IOException, RefusedException {
        try {
            return in.read(buffer);
        } catch (EOFException e) {
            throw new RefusedException("the compressed image is cut off: its zlib stream has no end");
        } catch (ZipException e) {
            throw new RefusedException("the compressed image is not a zlib stream: " + e.getMessage());
        }
    }

    private void requireSize(long size) throws RefusedException {
        if (size > maxBytes) {
            throw new RefusedException(
                    "the image has " + size + " bytes or more, at most " + maxBytes + " are allowed (uncompressed)");
        }
    }

    /** Returns a new digest. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
