package org.albatross.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** A large file as transfers have them: without holes, and half as large when it is compressed. */
final class TransferFiles {
    private static final int BUFFER_BYTES = 256 * 1024;
    private static final int MEGABYTE = 1 << 20;

    private TransferFiles() {}

    /** Writes one of random hexadecimal digits, the same each time. */
    static Path write(Path file, int megabytes) throws IOException {
        SplittableRandom random = new SplittableRandom(megabytes);
        byte[] bytes = new byte[MEGABYTE / 2];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int i = 0; i < megabytes; i++) {
                random.nextBytes(bytes);
                out.write(HexFormat.of().formatHex(bytes).getBytes(StandardCharsets.US_ASCII));
            }
        }
        return file;
    }

    /** Compresses a file by zlib, and keeps nothing of it. */
    static void deflate(Path file, int level) throws IOException {
        Deflater deflater = new Deflater(level);
        try (InputStream in = Files.newInputStream(file);
                OutputStream out = new DeflaterOutputStream(OutputStream.nullOutputStream(), deflater, BUFFER_BYTES)) {
            in.transferTo(out);
        } finally {
            deflater.end();
        }
    }
}
