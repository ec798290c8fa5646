package org.albatross.host;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The file {@code process} of a run directory: which process is the tender. The wrapper's child writes
 * {@code 1 BOOT-ID PID START-TIME RUN} before it becomes the tender (architecture section 4), so the file
 * may name a process that is about to become it. It says nothing when its boot is another one, and that
 * the process lives only when {@link Processes#find} gives the same {@link ProcessId}.
 *
 * @param bootId the boot that the numbers belong to, as {@link Facts#bootId} gives it
 * @param process the tender
 * @param runId the run
 */
public record ProcessFile(String bootId, ProcessId process, long runId) {
    /** The file's name. */
    public static final String NAME = "process";

    /**
     * Reads the file of a run directory.
     *
     * @return nothing when there is no such file, or it is not written yet
     * @throws IOException when it cannot be read or is of no known format
     */
    public static Optional<ProcessFile> read(Path directory) throws IOException {
        Path file = directory.resolve(NAME);
        Optional<RecordLine> line = RecordLine.read(file);
        if (line.isEmpty()) {
            return Optional.empty();
        }
        RecordLine words = line.get().requireWords(5);
        return Optional.of(
                new ProcessFile(words.word(1), new ProcessId(words.number(2), words.number(3)), words.number(4)));
    }

    /** Writes the file, as for a process that was found without its record; the old one stays until then. */
    public void write(Path directory) throws IOException {
        RecordLine.write(
                directory.resolve(NAME), "1 " + bootId + " " + process.pid() + " " + process.start() + " " + runId);
    }
}
