package org.albatross.cli.internal.command;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.albatross.cli.internal.report.Progress;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.cli.internal.run.Environment;
import org.albatross.cli.internal.run.Terminal;
import org.albatross.store.StatePaths;
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
        NEVER;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How much to say. */
    public enum Verbosity {
        /** Errors alone: neither results nor warnings. */
        QUIET,
        /** Errors. */
        ERROR,
        /** Errors and warnings. */
        WARNING,
        /** More. */
        INFO,
        /** Everything. */
        DEBUG;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(
            names = {"--run-dir", "--tmpdir"},
            paramLabel = "DIR",
            order = 100,
            description = "The platform's run directory, where its sockets are. Default: $$ALBATROSS_RUN_DIR, or"
                    + " /run/albatross.")
    private Optional<String> runDirectory = Optional.empty();

    @Option(
            names = "--dbdir",
            paramLabel = "DIR",
            order = 101,
            description = "The state directory, for commands that read it. Default: /var/lib/albatross.")
    private Optional<Path> stateDirectory = Optional.empty();

    @Option(
            names = {"-v", "--verbose"},
            order = 102,
            description = "Print more; given twice, arguments too.")
    private boolean[] verbose = new boolean[0];

    @Option(
            names = {"-q", "--quiet"},
            order = 103,
            description = "Print neither results nor warnings, only errors.")
    private boolean quiet;

    @Option(
            names = "--verbosity",
            paramLabel = "LEVEL",
            order = 103,
            description = "The same as a word: quiet, error, warning, info or debug.")
    private Optional<Verbosity> level = Optional.empty();

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
    public abstract int run(Environment environment) throws IOException, CommandFailure;

    /** Returns the directory of the platform's sockets. */
    final Path runDirectory(Environment environment) {
        return runDirectory
                .or(() -> Optional.ofNullable(environment.variables().get("ALBATROSS_RUN_DIR")))
                .map(Path::of)
                .orElse(environment.directories().run());
    }

    /** Returns where a platform's state is. */
    final StatePaths state(Environment environment) {
        return stateDirectory
                .map(StatePaths::new)
                .orElse(environment.directories().state());
    }

    /** Tells how much to say: {@code -v} once is {@link Verbosity#INFO}, twice {@link Verbosity#DEBUG}. */
    public final Verbosity verbosity() {
        if (level.isPresent()) {
            return level.get();
        }
        if (quiet) {
            return Verbosity.QUIET;
        }
        return switch (verbose.length) {
            case 0 -> Verbosity.WARNING;
            case 1 -> Verbosity.INFO;
            default -> Verbosity.DEBUG;
        };
    }

    /** Returns where results go: standard output, or nowhere when only errors are wanted. */
    final PrintStream results(Environment environment) {
        return verbosity() == Verbosity.QUIET ? new PrintStream(OutputStream.nullOutputStream()) : environment.out();
    }

    /** Prints a warning, unless they are kept back. */
    final void warn(Environment environment, String message) {
        if (verbosity().compareTo(Verbosity.WARNING) >= 0) {
            environment.error("[WARNING] " + message);
        }
    }

    /** Returns the terminal with the colours that were asked for. */
    final Terminal terminal(Environment environment) {
        Terminal found = environment.terminal();
        return switch (colour) {
            case AUTO -> found;
            case ALWAYS -> new Terminal(found.interactive(), found.columns(), true);
            case NEVER -> new Terminal(found.interactive(), found.columns(), false);
        };
    }

    /** Begins to show how far a transfer of so many bytes has come. */
    final Progress progress(Environment environment, long total) {
        return new Progress(
                environment.err(),
                verbosity() == Verbosity.QUIET ? Terminal.NONE : environment.terminal(),
                environment.clock(),
                total);
    }
}
