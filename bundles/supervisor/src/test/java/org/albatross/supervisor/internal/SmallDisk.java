package org.albatross.supervisor.internal;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** A file system of a few MB, which tests fill; it is empty again when it was closed. */
final class SmallDisk implements AutoCloseable {
    private static final long NEARLY_NOTHING = 1 << 16;
    private static final String VARIABLE = "ALBATROSS_TEST_SMALL_DISK";

    private final Path directory;
    private final Path filler;

    private SmallDisk(Path directory) {
        this.directory = directory;
        this.filler = directory.resolve("filler");
    }

    /**
     * Returns the one that the tests have, empty; skips the test where there is none. A ring that a former test has
     * mapped takes space after it was deleted, until nobody can reach the mapping.
     */
    static SmallDisk open() throws IOException {
        Optional<String> directory = Optional.ofNullable(System.getenv(VARIABLE));
        assumeTrue(directory.isPresent(), "needs a namespace in which it may mount a small file system");
        SmallDisk disk = new SmallDisk(Path.of(directory.get()));
        FileStore store = Files.getFileStore(disk.directory);
        TestPlatform.eventually("the disk is empty", () -> {
            System.gc();
            return store.getTotalSpace() - store.getUsableSpace() < NEARLY_NOTHING;
        });
        return disk;
    }

    /** Returns its directory. */
    Path directory() {
        return directory;
    }

    /** Fills it until so many bytes are left. */
    void fillUpTo(long left) throws IOException {
        free();
        long usable = Files.getFileStore(directory).getUsableSpace();
        try (FileChannel file = FileChannel.open(filler, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer zeros = ByteBuffer.allocate(1 << 16);
            for (long rest = usable - left; rest > 0; rest -= zeros.limit()) {
                zeros.clear().limit((int) Math.min(rest, zeros.capacity()));
                file.write(zeros);
            }
        }
    }

    /** Gives back what {@link #fillUpTo} took. */
    void free() throws IOException {
        Files.deleteIfExists(filler);
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.equals(directory)) {
                    Files.delete(file);
                }
            }
        }
    }
}
