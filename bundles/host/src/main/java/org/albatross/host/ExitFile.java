package org.albatross.host;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The file {@code exit} of a run directory: how a run ended. The wrapper writes {@code 1 RUN reserved} before
 * it starts the tender, and {@code 1 RUN CODE} over it when that has ended. It may be that of a former run. When the tender is gone and the lock free without it,
 * the wrapper was killed and the code is unknown.
 *
 * @param runId the run
 * @param code 0 to 255. 129 to 159 is a signal's number and 128, or an exit with that code: a shell cannot
 *     tell the two apart. 125: the record could not be written and nothing was started; 126 and 127: the
 *     tender could not be executed; the console has the reason.
 */
public record ExitFile(long runId, int code) {
    /** The file's name. */
    public static final String NAME = "exit";

    /**
     * Reads the file of a run directory.
     *
     * @return nothing when there is no such file, or no code in it yet
     * @throws IOException when it cannot be read or is of no known format
     */
    public static Optional<ExitFile> read(Path directory) throws IOException {
        Path file = directory.resolve(NAME);
        Optional<RecordLine> line = RecordLine.read(file);
        // While one line is written over the other, letters of the former may stand behind the latter.
        if (line.isEmpty() || line.get().hasLetters()) {
            return Optional.empty();
        }
        RecordLine words = line.get().requireWords(3);
        long code = words.number(2);
        if (code > 255) {
            throw new IOException(file + ": exit code " + code + " is above 255");
        }
        return Optional.of(new ExitFile(words.number(1), (int) code));
    }
}
