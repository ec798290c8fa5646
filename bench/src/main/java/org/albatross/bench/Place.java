package org.albatross.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.albatross.model.Name;

/**
 * Where one platform has its files.
 *
 * @param state on a disk
 * @param run in memory, with a path short enough for a socket
 * @param log what it writes to stdout and stderr
 */
record Place(Path state, Path run, Path log) {
    /** New directories below {@code disk} and {@code memory}. */
    static Place make(Path disk, Path memory) throws IOException {
        Path state = Files.createTempDirectory(disk, "state");
        return new Place(state, Files.createTempDirectory(memory, "bench"), disk.resolve(state.getFileName() + ".log"));
    }

    /** Removes all of it. */
    void remove() throws IOException {
        remove(state);
        remove(run);
        Files.deleteIfExists(log);
    }

    /** Removes what is in the run directory. */
    void emptyRun() throws IOException {
        remove(run);
        Files.createDirectory(run);
    }

    /** The process of a unikernel's tender: in the file that its wrapper writes, the third word. */
    long tender(Name name) throws IOException {
        Path file = run.resolve("unikernels").resolve(name.toString()).resolve("process");
        return Long.parseLong(Files.readString(file).split(" ", -1)[2]);
    }

    /** Removes a directory with all that is in it. */
    static void remove(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            paths.sorted(Comparator.reverseOrder()).forEach(Place::delete);
        } catch (UncheckedIOException e) {
            throw new IOException(folder + " cannot be removed", e);
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
