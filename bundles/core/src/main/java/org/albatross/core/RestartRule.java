package org.albatross.core;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.albatross.model.Exit;
import org.albatross.model.FailBehaviour;
import org.albatross.model.Text;

/** Whether and when a unikernel that ended by itself is started again (docs/operations.md). */
public final class RestartRule {
    /**
     * The exit codes by which a unikernel says that it does not know an argument, {@code --name} as a rule: that of
     * MirageOS, and that of cmdliner, which parses the command lines of others.
     */
    private static final Set<Integer> UNKNOWN_ARGUMENT = Set.of(64, 124);

    /** MirageOS's exit codes about a command line. */
    private static final int FIRST_OF_MIRAGE = 60;

    private static final int LAST_OF_MIRAGE = 64;

    /** Cmdliner's: any error, one of the command line, an exception. */
    private static final int FIRST_OF_CMDLINER = 123;

    private static final int LAST_OF_CMDLINER = 125;

    /**
     * The last line of solo5-hvt when a signal ended it; its exit code is 1 then. It prints by errx(3), which puts
     * the name of the program in front.
     */
    private static final Pattern HVT_SIGNAL = Pattern.compile("(?:[^ :]+: )?Exiting on signal ([1-9][0-9]?)");

    private static final int FIRST_SIGNAL = 129;
    private static final int LAST_SIGNAL = 159;

    private RestartRule() {}

    /**
     * Reads what the wrapper reported: a code of 129 to 159 is a signal unless the configuration names that
     * code, and exit 1 is one when the tender's last line says so.
     */
    public static Exit interpret(Exit reported, FailBehaviour behaviour, Optional<Text> lastLine) {
        if (!(reported instanceof Exit.Code exit)) {
            return reported;
        }
        if (exit.code() >= FIRST_SIGNAL && exit.code() <= LAST_SIGNAL && !names(behaviour, exit.code())) {
            return new Exit.Signal(exit.code() - FIRST_SIGNAL + 1);
        }
        if (exit.code() == 1) {
            return lastLine.map(line -> HVT_SIGNAL.matcher(line.decoded().strip()))
                    .filter(Matcher::matches)
                    .<Exit>map(matched -> new Exit.Signal(Integer.parseInt(matched.group(1))))
                    .orElse(exit);
        }
        return exit;
    }

    private static boolean names(FailBehaviour behaviour, long code) {
        return behaviour instanceof FailBehaviour.Restart restart
                && restart.codes().contains(code);
    }

    /** Tells whether a unikernel says by this exit that it does not know an argument. */
    static boolean isUnknownArgument(Exit exit) {
        return exit instanceof Exit.Code code && UNKNOWN_ARGUMENT.contains(code.code());
    }

    /** Tells whether an exit code is never followed by a restart, even where the configuration names it. */
    public static boolean isFinal(long code) {
        return code == 1
                || (code >= FIRST_OF_MIRAGE && code <= LAST_OF_MIRAGE)
                || (code >= FIRST_OF_CMDLINER && code <= LAST_OF_CMDLINER);
    }

    /** Tells whether a unikernel that ended like this, not by us, is started again. */
    public static boolean restarts(FailBehaviour behaviour, Exit exit) {
        if (!(behaviour instanceof FailBehaviour.Restart restart)) {
            return false;
        }
        if (!(exit instanceof Exit.Code code)) {
            return restart.codes().isEmpty();
        }
        return !isFinal(code.code())
                && (restart.codes().isEmpty() || restart.codes().contains((long) code.code()));
    }

    /**
     * Returns how long to wait before a start: four fifths of the full wait at least, and never more than it, so
     * that the longest wait bounds what jitter makes of it too.
     *
     * @param attempt how many runs in a row have ended by themselves before, from 0
     * @param jitter from 0 to 1
     */
    static Duration delay(Limits limits, int attempt, double jitter) {
        long base = limits.firstBackOff().toMillis();
        long cap = limits.longestBackOff().toMillis();
        long plain = attempt >= 30 ? cap : Math.min(cap, base << attempt);
        return Duration.ofMillis(Math.round(plain * (0.8 + 0.2 * jitter)));
    }
}
