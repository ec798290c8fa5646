package org.albatross.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The files that an original Albatross keeps in its state directory, which by default is ours too. None of ours is
 * called so.
 */
public final class OriginalFiles {
    /** Everything that should run, and the policies. */
    public static final String STATE = "state";

    /** The same before the last change. */
    public static final String BACKUP = "state.bak";

    /** The directory of the block devices, which keep their place when an original's directory becomes ours. */
    public static final String BLOCKS = "block";

    private OriginalFiles() {}

    /**
     * Refuses to begin with nothing where an original has something, or with a part of it. Changes nothing.
     *
     * @throws IOException when the directory holds an import that was not finished, or the original's state and none of
     *     ours
     */
    public static void requireImported(StatePaths state) throws IOException {
        Path directory = state.directory();
        if (Files.exists(state.importing())) {
            throw new IOException(directory + " holds an import that was not finished: run the same"
                    + " albatross state import DIR --state-dir " + directory + " again");
        }
        boolean theirs = Files.exists(directory.resolve(STATE)) || Files.exists(directory.resolve(BACKUP));
        if (theirs && Files.notExists(state.unikernels())) {
            throw new IOException(directory + " holds the state of an original Albatross, which would not run: take it"
                    + " over by albatross state import " + directory + " --state-dir " + directory
                    + " (--dry-run shows what would run), or name another --state-dir");
        }
    }
}
