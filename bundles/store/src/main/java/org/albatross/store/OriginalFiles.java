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

    /** Where we say what should run; present from the first start or import on. */
    public static final String OURS = "unikernels";

    /** What is to become {@link #OURS} by an import, as its last step; where it is, one was begun and not finished. */
    public static final String IMPORT = OURS + ".import";

    private OriginalFiles() {}

    /**
     * Refuses to begin with nothing where an original has something, or with a part of it. Changes nothing.
     *
     * @throws IOException when a directory holds an import that was not finished, or the original's state and none of
     *     ours
     */
    public static void requireImported(Path directory) throws IOException {
        if (Files.exists(directory.resolve(IMPORT))) {
            throw new IOException(directory + " holds an import that was not finished: run the same"
                    + " albatross state import DIR --state-dir " + directory + " again");
        }
        boolean theirs = Files.exists(directory.resolve(STATE)) || Files.exists(directory.resolve(BACKUP));
        if (theirs && Files.notExists(directory.resolve(OURS))) {
            throw new IOException(directory + " holds the state of an original Albatross, which would not run: take it"
                    + " over by albatross state import " + directory + " --state-dir " + directory
                    + " (--dry-run shows what would run), or name another --state-dir");
        }
    }
}
