package org.albatross.cli.internal;

import java.util.Locale;
import org.albatross.cli.internal.command.Subcommand;
import org.albatross.cli.internal.run.ExitCode;
import org.albatross.cli.internal.run.Surroundings;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;

/** {@code completion}: a script that completes this program's command lines. */
@Command(
        name = "completion",
        description = "Print a script that completes commands and options.",
        footer = {"", "For this shell: eval \"$(albatross completion bash)\""})
final class Completion extends Subcommand {
    /** The shells that are known. */
    public enum Shell {
        /** GNU Bash. */
        BASH,
        /** The Z shell, by its emulation of Bash's completion. */
        ZSH;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @SuppressWarnings("UnusedVariable") // the script is the same for both
    @Parameters(paramLabel = "bash|zsh", description = "The shell.")
    private Shell shell = Shell.BASH;

    @Override
    public int run(Surroundings surroundings) {
        CommandLine program = new CommandLine(CommandSpec.create().name(surroundings.programName()));
        for (Catalogue entry : Catalogue.values()) {
            program.addSubcommand(entry.word(), Parser.of(entry.newCommand(), entry.word(), surroundings.terminal()));
        }
        surroundings.out().print(AutoComplete.bash(surroundings.programName(), program));
        return ExitCode.OK;
    }
}
