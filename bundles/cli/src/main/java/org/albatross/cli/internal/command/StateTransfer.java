package org.albatross.cli.internal.command;

import java.nio.file.Path;
import java.util.Optional;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.cli.internal.run.Surroundings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code state}: its help, manual page and completion. It is carried out by a program of the platform, which knows
 * the state directory; {@code bin/albatross} starts that one when {@code state} is its first word.
 */
@SuppressWarnings("UnusedVariable") // the fields describe the words, the other program reads them
@Command(
        name = "state",
        description = "Take over what an original Albatross would run, or write it for one, while no platform runs on"
                + " the state directory. As root it becomes the owner of that directory.",
        footer = {
            "",
            "import reads the state file of DIR, or its backup, in any of the original's forms, and the block devices"
                    + " in DIR/block. DIR stays as it is, but for --move; it may be the state directory itself.",
            "",
            "export writes a new FILE, or the file state in an existing directory, and says where the block devices"
                    + " are."
        })
public final class StateTransfer extends Subcommand {
    @Parameters(index = "0", paramLabel = "import|export", description = "What to do.")
    private String action = "";

    @Parameters(
            index = "1",
            paramLabel = "DIR|FILE",
            description = "The original's state directory, or the file to be written.")
    private String operand = "";

    @Option(
            names = "--state-dir",
            paramLabel = "DIR",
            order = 1,
            description = "The platform's state directory. Default: /var/lib/albatross.")
    private Optional<Path> stateDirectory = Optional.empty();

    @Option(
            names = "--dry-run",
            order = 2,
            description = "Show what would run after an import, what would not and why, and change nothing.")
    private boolean dryRun;

    @Option(
            names = "--move",
            order = 3,
            description = "Move block devices that lie on the same file system in place of copying them.")
    private boolean move;

    @Option(names = "--partial", order = 4, description = "Leave out the unikernels that cannot be taken.")
    private boolean partial;

    @Override
    public int run(Surroundings surroundings) throws CommandFailure {
        throw CommandFailure.usage(
                "state is carried out by bin/albatross of an installed platform, and has to be its" + " first word");
    }
}
