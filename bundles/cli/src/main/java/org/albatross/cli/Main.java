package org.albatross.cli;

import java.util.List;
import org.albatross.cli.internal.Program;
import org.albatross.cli.internal.run.Environment;

/** The program {@code albatross}. */
public final class Main {
    private Main() {}

    /** Runs one command line, and ends the process with its exit code. */
    public static void main(String[] words) {
        System.exit(new Program(Environment.ofProcess()).run(List.of(words)));
    }
}
