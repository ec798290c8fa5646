package org.albatross.cli.internal.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.cli.internal.run.Environment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code state}: moving in from an original Albatross, and out to one; what runs, without a platform. It is carried out by
 * a program of the platform, {@code libexec/albatross-state}, which knows the state directory and leaves root.
 */
@Command(
        name = "state",
        description = "Take over what an original Albatross would run, or write it for one; show and end what runs. It"
                + " works on the directories of a platform that does not run. As root it becomes the owner of the"
                + " state directory.",
        footer = {
            "",
            "import reads the state file of DIR, or its backup, in any of the original's forms, and the block devices"
                    + " in DIR/block. DIR stays as it is, but for --move; it may be the state directory itself.",
            "",
            "When a single thing cannot be taken, nothing is imported but with --partial. An import that was"
                    + " interrupted keeps the platform from starting, and is continued by the same command.",
            "",
            "export writes a new FILE, or the file state in an existing directory, and says where the block devices"
                    + " are. With --running a platform may run meanwhile: the file then has what should run at one"
                    + " moment.",
            "",
            "ps shows which unikernels live, by their run records, whether a platform runs or not.",
            "",
            "kill ends the unikernel NAME, or those below a path, while no platform runs: the next one starts again"
                    + " what is desired."
        })
public final class StateTransfer extends Subcommand {
    private static final String PROGRAM = "albatross-state";

    /** What to do. */
    public enum Action {
        /** Moving in. */
        IMPORT,
        /** Moving out. */
        EXPORT,
        /** What lives. */
        PS,
        /** Ending it. */
        KILL;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Parameters(index = "0", paramLabel = "import|export|ps|kill", description = "What to do.")
    private Action action = Action.IMPORT;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "DIR|FILE|NAME",
            description = "The original's state directory; the file to be written; what to end.")
    private Optional<Path> operand = Optional.empty();

    @Option(
            names = "--state-dir",
            paramLabel = "DIR",
            order = 1,
            description = "The platform's state directory, the same as --dbdir.")
    private Optional<Path> ours = Optional.empty();

    @Option(
            names = "--etc-dir",
            paramLabel = "DIR",
            order = 2,
            description = "The platform's configuration, by which an import judges. Default: etc/ of the installation.")
    private Optional<Path> etc = Optional.empty();

    @Option(
            names = "--dry-run",
            order = 3,
            description = "Show what would run after an import, what would not and why, and change nothing.")
    private boolean dryRun;

    @Option(
            names = "--move",
            order = 4,
            description = "Move block devices that lie on the same file system instead of copying them.")
    private boolean move;

    @Option(names = "--partial", order = 5, description = "Leave out what cannot be taken.")
    private boolean partial;

    @Option(names = "--running", order = 6, description = "Export while the platform runs.")
    private boolean running;

    @Override
    public int run(Environment environment) throws IOException, CommandFailure {
        Path program = environment
                .libexec()
                .map(directory -> directory.resolve(PROGRAM))
                .orElseThrow(() -> CommandFailure.usage("state is carried out by " + PROGRAM
                        + " of an installed platform, and none is installed here"));
        List<String> words = new ArrayList<>(List.of(program.toString(), action.toString()));
        operand().ifPresent(words::add);
        words.add("--state-dir=" + ours.orElse(state(environment).directory()).toAbsolutePath());
        if (action == Action.PS || action == Action.KILL) {
            words.add("--run-dir=" + runDirectory(environment).toAbsolutePath());
        }
        etc.ifPresent(directory -> words.add("--etc-dir=" + directory.toAbsolutePath()));
        addFlag(words, dryRun, "--dry-run", Action.IMPORT);
        addFlag(words, move, "--move", Action.IMPORT);
        addFlag(words, partial, "--partial", Action.IMPORT);
        addFlag(words, running, "--running", Action.EXPORT);
        environment.out().flush();
        return exitCodeOf(new ProcessBuilder(words).inheritIO().start());
    }

    /** Returns the operand as the program takes it, which may run elsewhere. */
    private Optional<String> operand() throws CommandFailure {
        switch (action) {
            case PS -> {
                if (operand.isPresent()) {
                    throw CommandFailure.usage("too many operands: '" + operand.get() + "'");
                }
                return Optional.empty();
            }
            case KILL -> {
                return Optional.of(required("NAME").toString());
            }
            case IMPORT -> {
                return Optional.of(required("DIR").toAbsolutePath().toString());
            }
            case EXPORT -> {
                return Optional.of(required("FILE").toAbsolutePath().toString());
            }
        }
        throw new IllegalStateException(action.toString());
    }

    private Path required(String label) throws CommandFailure {
        return operand.orElseThrow(() -> CommandFailure.usage(action + ": " + label + " is missing"));
    }

    private void addFlag(List<String> words, boolean given, String flag, Action about) throws CommandFailure {
        if (given && action != about) {
            throw CommandFailure.usage(flag + " is about " + about + ", not about " + action);
        }
        if (given) {
            words.add(flag);
        }
    }

    /** Waits for a program's end, and ends it when this one is ended. */
    private static int exitCodeOf(Process program) throws IOException {
        Runtime.getRuntime().addShutdownHook(new Thread(program::destroy));
        try {
            return program.waitFor();
        } catch (InterruptedException e) {
            program.destroy();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
