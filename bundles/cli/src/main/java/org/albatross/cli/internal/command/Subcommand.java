package org.albatross.cli.internal.command;

import java.io.IOException;
import java.util.Optional;
import org.albatross.cli.internal.report.Progress;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.cli.internal.run.Surroundings;
import org.albatross.cli.internal.run.Terminal;
import picocli.CommandLine.Option;

/** A sub-command: the options that every one has, and what it does. An instance serves one run. */
public abstract class Subcommand {
    /** When to use colours. */
    public enum Colour {
        /** On a terminal that has them, unless {@code NO_COLOR} is set. */
        AUTO,
        /** Always. */
        ALWAYS,
        /** Never. */
        NEVER
    }

    /** The directory of sockets where nothing else is said. */
    private static final String DEFAULT_RUN_DIRECTORY = "/run/albatross";

    private static final String DEFAULT_RUN_DIRECTORY_BSD = "/var/run/albatross";

    @Option(
            names = {"--run-dir", "--tmpdir"},
            paramLabel = "DIR",
            order = 100,
            description = "The platform's run directory, where its sockets are. Default: $$ALBATROSS_RUN_DIR, or"
                    + " /run/albatross.")
    private Optional<String> runDirectory = Optional.empty();

    @Option(
            names = {"-v", "--verbose"},
            order = 102,
            description = "Say more; twice, show arguments too.")
    private boolean[] verbose = new boolean[0];

    @Option(
            names = {"-q", "--quiet"},
            order = 103,
            description = "Keep warnings back.")
    private boolean quiet;

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            order = 104,
            description = "Use colours: auto, always or never. Default: auto.")
    private Colour colour = Colour.AUTO;

    @SuppressWarnings("UnusedVariable") // asked for through the parser, not read here
    @Option(names = "--help", usageHelp = true, order = 105, description = "Show this help.")
    private boolean help;

    @SuppressWarnings("UnusedVariable") // as above
    @Option(names = "--version", versionHelp = true, order = 106, description = "Show the version.")
    private boolean version;

    /**
     * Runs the command.
     *
     * @return the exit code
     * @throws CommandFailure when it failed, with the message and the exit code
     * @throws IOException when reading or writing failed, which no message explains better than the exception's
     */
    public abstract int run(Surroundings surroundings) throws IOException, CommandFailure;

    /** Returns the directory of the platform's sockets. */
    final java.nio.file.Path runDirectory(Surroundings surroundings) {
        boolean bsd = System.getProperty("os.name", "").endsWith("BSD");
        String directory = runDirectory
                .or(() -> Optional.ofNullable(surroundings.environment().get("ALBATROSS_RUN_DIR")))
                .orElse(bsd ? DEFAULT_RUN_DIRECTORY_BSD : DEFAULT_RUN_DIRECTORY);
        return java.nio.file.Path.of(directory);
    }

    /** Returns how often {@code -v} was given. */
    public final int verbosity() {
        return verbose.length;
    }

    /** Prints a warning, unless they are kept back. */
    final void warn(Surroundings surroundings, String message) {
        if (!quiet) {
            surroundings.complain("[WARNING] " + message);
        }
    }

    /** Returns the terminal with the colours that were asked for. */
    final Terminal terminal(Surroundings surroundings) {
        Terminal found = surroundings.terminal();
        return switch (colour) {
            case AUTO -> found;
            case ALWAYS -> new Terminal(found.interactive(), found.columns(), true);
            case NEVER -> new Terminal(found.interactive(), found.columns(), false);
        };
    }

    /** Begins to show how far a transfer of so many bytes has come. */
    final Progress progress(Surroundings surroundings, long total) {
        return new Progress(
                surroundings.err(), quiet ? Terminal.NONE : surroundings.terminal(), surroundings.clock(), total);
    }
}
