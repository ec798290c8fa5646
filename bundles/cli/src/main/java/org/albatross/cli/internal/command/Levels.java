package org.albatross.cli.internal.command;

import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.model.Blob;

/** Levels of compression. */
final class Levels {
    private Levels() {}

    /** Refuses a level outside 0 to 9. */
    static void check(int level) throws CommandFailure {
        if (level < 0 || level > Blob.HIGHEST_LEVEL) {
            throw CommandFailure.usage(
                    "--compression-level " + level + ", 0 to " + Blob.HIGHEST_LEVEL + " are possible");
        }
    }
}
