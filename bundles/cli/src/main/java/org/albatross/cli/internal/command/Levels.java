package org.albatross.cli.internal.command;

import org.albatross.cli.internal.run.CommandFailure;

/** Levels of compression. */
final class Levels {
    private static final int HIGHEST = 9;

    private Levels() {}

    /** Refuses a level outside 0 to 9. */
    static void check(int level) throws CommandFailure {
        if (level < 0 || level > HIGHEST) {
            throw CommandFailure.usage("--compression-level " + level + ", 0 to " + HIGHEST + " are possible");
        }
    }
}
