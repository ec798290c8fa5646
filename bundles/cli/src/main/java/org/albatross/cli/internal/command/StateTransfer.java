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
 * {@code state}: moving in from an original Albatross, and out to one. It is carried out by a program of the platform,
 * {@code libexec/albatross-state}, which knows the state directory and leaves root.
 */
@Command(
        name = "state",
        description = "Take over what an original Albatross would run, or write it for one, while no platform runs on"
                + " the state directory. As root it becomes the owner of that directory.",
        footer = {
            "",
            "import reads the state file of DIR, or its backup, in any of the original's forms, and the block devices"
                    + " in DIR/block. DIR stays as it is, but for --move; it may be the state directory itself.",
            "",
            "When a single thing cannot be taken, nothing is imported but with --partial. An import that was"
                    + " interrupted keeps the platform from starting, and is continued by the same command.",
            "",
            "export writes a new FILE, or the file state in an existing directory, and says where the block devices"
                    + " are."
        })
public final class StateTransfer extends Subcommand {
    private static final String PROGRAM = "albatross-state";

    /** What to do. */
    public enum Action {
        /** Moving in. */
        IMPORT,
        /** Moving out. */
        EXPORT;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Parameters(index = "0", paramLabel = "import|export", description = "What to do.")
    private Action action = Action.IMPORT;

    @Parameters(
            index = "1",
            paramLabel = "DIR|FILE",
            description = "The original's state directory, or the file to be written.")
    private Path operand = Path.of("");

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

    @Override
    public int run(Environment environment) throws IOException, CommandFailure {
        Path program = environment
                .libexec()
                .map(directory -> directory.resolve(PROGRAM))
                .orElseThrow(() -> CommandFailure.usage("state is carried out by " + PROGRAM
                        + " of an installed platform, and none is installed here"));
        List<String> words = new ArrayList<>(List.of(
                program.toString(),
                action.toString(),
                operand.toAbsolutePath().toString(),
                "--state-dir=" + ours.orElse(state(environment).directory()).toAbsolutePath()));
        etc.ifPresent(directory -> words.add("--etc-dir=" + directory.toAbsolutePath()));
        addFlag(words, dryRun, "--dry-run");
        addFlag(words, move, "--move");
        addFlag(words, partial, "--partial");
        environment.out().flush();
        return exitCodeOf(new ProcessBuilder(words).inheritIO().start());
    }

    private void addFlag(List<String> words, boolean given, String flag) throws CommandFailure {
        if (given && action == Action.EXPORT) {
            throw CommandFailure.usage(flag + " is about an import, not about an export");
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
