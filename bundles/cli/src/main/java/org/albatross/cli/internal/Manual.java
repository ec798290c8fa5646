package org.albatross.cli.internal;

import java.util.Optional;
import org.albatross.cli.internal.command.Subcommand;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.cli.internal.run.Environment;
import org.albatross.cli.internal.run.ExitCode;
import org.albatross.model.Text;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code manual}: the manual pages, made from what {@code --help} shows. */
@Command(name = "manual", description = "Print the manual page of a command, or of the program, for man.")
final class Manual extends Subcommand {
    @Parameters(arity = "0..1", paramLabel = "COMMAND", description = "The command. Default: the program itself.")
    private Optional<String> word = Optional.empty();

    @Override
    public int run(Environment environment) throws CommandFailure {
        String program = environment.programName();
        if (word.isEmpty()) {
            environment.out().print(ManPage.ofProgram(program));
            return ExitCode.OK;
        }
        Commands entry = Commands.meantBy(word.get()).stream()
                .filter(candidate -> candidate.word().equals(word.get()))
                .findFirst()
                .orElseThrow(() -> CommandFailure.usage("there is no manual page for '" + Text.of(word.get()) + "'"));
        environment.out().print(ManPage.of(program, entry, environment.terminal()));
        return ExitCode.OK;
    }
}
