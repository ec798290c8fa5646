package org.albatross.cli.internal;

import java.io.IOException;
import java.util.Locale;
import org.albatross.cli.internal.command.Subcommand;
import org.albatross.cli.internal.run.Environment;
import org.albatross.cli.internal.run.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code completion}: a script that completes this program's command lines. */
@Command(
        name = "completion",
        description = "Print a script that completes commands, options, values and files.",
        footer = {
            "",
            "For this shell: eval \"$(albatross completion bash)\"",
            "For all: albatross completion bash > /usr/share/bash-completion/completions/albatross",
            "     or: albatross completion zsh > /usr/share/zsh/vendor-completions/_albatross"
        })
final class Completion extends Subcommand {
    /** The shells that are known. */
    public enum Shell {
        /** GNU Bash. */
        BASH,
        /** The Z shell. */
        ZSH;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Parameters(paramLabel = "bash|zsh", description = "The shell.")
    private Shell shell = Shell.BASH;

    @Override
    public int run(Environment environment) throws IOException {
        CompletionScript script = new CompletionScript(environment.programName(), environment.terminal());
        environment.out().print(shell == Shell.BASH ? script.bash() : script.zsh());
        return ExitCode.OK;
    }
}
