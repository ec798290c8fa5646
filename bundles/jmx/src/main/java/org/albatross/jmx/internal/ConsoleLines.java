package org.albatross.jmx.internal;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.albatross.model.Command.Begin;
import org.albatross.model.ConsoleCommand;
import org.albatross.model.Data;
import org.albatross.model.Name;

/** The end of what a unikernel has printed. */
final class ConsoleLines {
    /** The most pieces of a stream that one operation returns: its answer is held in memory as a whole. */
    static final int MOST = 1000;

    /** A subscription does not say where history ends: after this time without a line it does. */
    private static final Duration QUIET = Duration.ofMillis(200);

    private ConsoleLines() {}

    /** Returns how many pieces are asked for, unless it is too many or none. */
    static int checked(int count) {
        if (count < 1 || count > MOST) {
            throw new IllegalArgumentException(count + " are asked for, 1 to " + MOST + " are allowed");
        }
        return count;
    }

    /** Returns its last lines, oldest first. */
    static List<String> last(Commands commands, Name name, int lines) {
        ConsoleCommand.Subscribe subscribe = new ConsoleCommand.Subscribe(new Begin.Count(checked(lines)));
        return commands.read(name, subscribe, lines, QUIET).stream()
                .map(Data.Console.class::cast)
                .map(line -> line.time().truncatedTo(ChronoUnit.MILLIS) + "  "
                        + line.line().line())
                .toList();
    }
}
