package org.albatross.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** What the disk takes, without a platform. */
final class Disk {
    private static final int SMALL_BYTES = 4096;

    private Disk() {}

    /** The milliseconds of each of {@code rounds} times that new files of 4 KiB, and their directory after each, are synced. */
    static Samples files(Path folder, int files, int rounds) throws IOException, InterruptedException {
        List<Double> took = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            took.add(Stopwatch.millis(() -> {
                for (int file = 0; file < files; file++) {
                    write(folder.resolve("synced" + file));
                    sync(folder);
                }
            }));
            for (int file = 0; file < files; file++) {
                Files.delete(folder.resolve("synced" + file));
            }
        }
        return Samples.of(took);
    }

    /** The milliseconds of each time that a file was removed, and its directory synced. */
    static Samples removals(Path folder, int rounds) throws IOException, InterruptedException {
        Path file = folder.resolve("removed");
        return Stopwatch.readings(rounds, () -> {
            write(file);
            sync(folder);
            return Stopwatch.millis(() -> {
                Files.delete(file);
                sync(folder);
            });
        });
    }

    /** The milliseconds that dd needs for a file that it syncs, and sha256sum for its digest. */
    static double copyAndDigest(Path from, Path to) throws IOException, InterruptedException {
        double millis = Stopwatch.millis(() -> {
            Programs.run("dd", "if=" + from, "of=" + to, "bs=1M", "conv=fsync", "status=none");
            Programs.run("sha256sum", to.toString());
        });
        Files.delete(to);
        return millis;
    }

    private static void write(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(SMALL_BYTES));
            channel.force(true);
        }
    }

    private static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder)) {
            channel.force(true);
        }
    }
}
