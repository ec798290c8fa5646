package org.albatross.core;

import java.time.Duration;
import java.util.Optional;
import org.albatross.model.FailBehaviour;
import org.albatross.model.Text;

/** Whether and when a unikernel that ended by itself is started again (behaviour section 2). */
public final class RestartRule {
    /** The exit code by which a unikernel says that it does not know an argument, {@code --name} as a rule. */
    static final int UNKNOWN_ARGUMENT = 64;

    /** The last line of solo5-hvt when a signal ended it; its exit code is 1 then. */
    private static final String HVT_SIGNAL = "Exiting on signal ";

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
            return lastLine.map(Text::decoded)
                    .filter(line -> line.startsWith(HVT_SIGNAL))
                    .map(line -> line.substring(HVT_SIGNAL.length()).strip())
                    .filter(number -> number.matches("[1-9][0-9]?"))
                    .<Exit>map(number -> new Exit.Signal(Integer.parseInt(number)))
                    .orElse(exit);
        }
        return exit;
    }

    private static boolean names(FailBehaviour behaviour, long code) {
        return behaviour instanceof FailBehaviour.Restart restart
                && restart.codes().contains(code);
    }

    /** Tells whether a unikernel that ended like this, not by us, is started again. */
    public static boolean restarts(FailBehaviour behaviour, Exit exit) {
        if (!(behaviour instanceof FailBehaviour.Restart restart)) {
            return false;
        }
        if (!(exit instanceof Exit.Code code)) {
            return restart.codes().isEmpty();
        }
        boolean never = code.code() == 1 || (code.code() >= 60 && code.code() <= UNKNOWN_ARGUMENT);
        return !never && (restart.codes().isEmpty() || restart.codes().contains((long) code.code()));
    }

    /**
     * Returns how long to wait before a start.
     *
     * @param attempt how many starts have failed in a row, from 0
     * @param jitter from 0 to 1
     */
    static Duration delay(Limits limits, int attempt, double jitter) {
        long base = limits.firstBackOff().toMillis();
        long cap = limits.longestBackOff().toMillis();
        long plain = attempt >= 30 ? cap : Math.min(cap, base << attempt);
        return Duration.ofMillis(Math.round(plain * (0.8 + 0.4 * jitter)));
    }
}
