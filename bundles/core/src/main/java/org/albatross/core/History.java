package org.albatross.core;

import java.util.Optional;
import org.albatross.model.Exit;

/**
 * What was before a run, for {@code status}: it stands in the record of the run, so that the next platform knows it.
 *
 * @param restarts automatic restarts since a command started the unikernel, this run included
 * @param lastExit how the run before it ended
 */
public record History(long restarts, Optional<Exit> lastExit) {
    /** Nothing was before. */
    public static final History NONE = new History(0, Optional.empty());

    /** Throws {@link IllegalArgumentException} for a negative number. */
    public History {
        if (restarts < 0) {
            throw new IllegalArgumentException(restarts + " restarts");
        }
    }
}
