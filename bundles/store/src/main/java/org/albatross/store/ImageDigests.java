package org.albatross.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.albatross.disk.DurableFiles;
import org.albatross.model.Bytes;
import org.albatross.model.Sha256;

/**
 * The SHA-256 of files. The whole of a file is read when it is first asked for, so at least once after each power cut,
 * and again when its length, inode or time stamps are no longer what they were; otherwise its directory entry is all
 * that is looked at. For any thread; several that ask for the same file wait for one that reads it.
 */
final class ImageDigests {
    private static final int BUFFER = 64 * 1024;

    /** What changes when a file does: nobody can set the time {@code ctime}. */
    private record Stamp(Map<String, Object> attributes) {
        static Stamp of(Path file) throws IOException {
            return new Stamp(
                    Files.readAttributes(file, "unix:ino,size,lastModifiedTime,ctime", LinkOption.NOFOLLOW_LINKS));
        }
    }

    private record Look(Stamp stamp, FutureTask<Sha256> digest) {}

    private final Map<Path, Look> looks = new ConcurrentHashMap<>();

    /** Returns the digest of a file. */
    Sha256 of(Path file) throws IOException {
        Stamp stamp = Stamp.of(file);
        Look fresh = new Look(stamp, new FutureTask<>(() -> read(file)));
        Look look = looks.merge(file, fresh, (old, next) -> old.stamp().equals(stamp) ? old : next);
        look.digest().run(); // does nothing when another thread has begun
        try {
            return look.digest().get();
        } catch (ExecutionException e) {
            looks.remove(file, look);
            String reason = e.getCause() instanceof IOException failure ? DurableFiles.reason(failure) : e.toString();
            throw new IOException(file + " cannot be read: " + reason, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new java.io.InterruptedIOException("the platform is stopping");
        }
    }

    private static Sha256 read(Path file) throws IOException {
        MessageDigest sha256 = ImageIntake.sha256();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[BUFFER];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                sha256.update(buffer, 0, n);
            }
        }
        return new Sha256(Bytes.of(sha256.digest()));
    }

    /** Tells whether a file is known to have this digest, without reading it. */
    boolean isKnown(Path file, Sha256 digest) throws IOException {
        Look look = looks.get(file);
        if (look == null || !look.digest().isDone() || !look.stamp().equals(Stamp.of(file))) {
            return false;
        }
        try {
            return look.digest().get().equals(digest);
        } catch (ExecutionException | InterruptedException e) {
            return false;
        }
    }

    /** Says that a file has this digest, computed while it was written. */
    void put(Path file, Sha256 digest) throws IOException {
        FutureTask<Sha256> known = new FutureTask<>(() -> digest);
        known.run();
        looks.put(file, new Look(Stamp.of(file), known));
    }

    /** Forgets a file. */
    void forget(Path file) {
        looks.remove(file);
    }
}
