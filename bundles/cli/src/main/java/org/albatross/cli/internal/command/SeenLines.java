package org.albatross.cli.internal.command;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.albatross.model.Data;
import org.albatross.model.Text;
import org.jspecify.annotations.Nullable;

/**
 * What was shown of a console, as far as it is needed to tell repetitions from new lines when the
 * subscription is renewed: the time stamps are no finer than milliseconds, and many lines may share one.
 */
final class SeenLines {
    private final List<Text> atLast = new ArrayList<>();
    private @Nullable Instant last;
    private boolean repeating;
    private int repeated;

    /** Returns the time of the last line, from which to subscribe again. */
    Optional<Instant> last() {
        return Optional.ofNullable(last);
    }

    /** Says that what comes next begins with the lines of the last time stamp. */
    void beginAgain() {
        repeating = last != null;
        repeated = 0;
    }

    /** Tells whether a line was not shown yet, and remembers it. */
    boolean isNew(Data.Console line) {
        if (repeating && isRepetition(line)) {
            return false;
        }
        repeating = false;
        if (!line.time().equals(last)) {
            atLast.clear();
            last = line.time();
        }
        atLast.add(line.line());
        return true;
    }

    private boolean isRepetition(Data.Console line) {
        if (last == null || line.time().isAfter(last)) {
            return false;
        }
        if (line.time().isBefore(last)) {
            return true;
        }
        if (repeated < atLast.size() && atLast.get(repeated).equals(line.line())) {
            repeated++;
            return true;
        }
        return false;
    }
}
