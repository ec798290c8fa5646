package org.albatross.tender.internal;

import java.io.PrintStream;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Ends the process on SIGINT and SIGTERM as {@code solo5-hvt} does: with a message and status 1, whatever the guest
 * is doing. Without it a JVM ends with status 143, which a shell can't tell from a death by the signal.
 *
 * <p>Standard error may be the same full pipe that the guest waits for; then there is no message, rather than no end.
 */
public final class EndSignals implements SignalHandler {

    private static final int FAILURE = 1;

    private final PrintStream messages;

    private EndSignals(PrintStream messages) {
        this.messages = messages;
    }

    /** From now on both signals end the process; one that was ignored when the process began stays ignored. */
    public static void handle(PrintStream messages) {
        EndSignals handler = new EndSignals(messages);
        Signal.handle(new Signal("INT"), handler);
        Signal.handle(new Signal("TERM"), handler);
    }

    @Override
    public void handle(Signal signal) {
        if (new DescriptorConsole(DescriptorConsole.STANDARD_ERROR).hasRoom()) {
            messages.println(Tender.NAME + ": Exiting on signal " + signal.getNumber());
        }
        Runtime.getRuntime().halt(FAILURE);
    }
}
