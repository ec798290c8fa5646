package org.albatross.influx;

import java.util.List;
import org.albatross.influx.internal.Program;

/** The program {@code albatross-influx}: what a socket of statistics tells, as lines to a Telegraf. */
public final class Main {
    private Main() {}

    /** Runs until it is interrupted, and ends the process with its exit code. */
    public static void main(String[] words) throws InterruptedException {
        System.exit(Program.run(List.of(words), System.getenv(), System.out, System.err));
    }
}
