package org.albatross.cli.internal.command;

import java.io.IOException;
import org.albatross.cli.internal.peer.Service;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.cli.internal.run.Environment;
import org.albatross.model.ConsoleCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code inactive-consoles}: the consoles that outlived their unikernel. */
@Command(name = "inactive-consoles", description = "Show which consoles are kept of unikernels that do not run.")
public final class InactiveConsoles extends ListCommand {
    @Mixin
    private PathChoice choice = new PathChoice();

    @Override
    Answer fetch(Environment environment) throws IOException, CommandFailure {
        return answerOf(environment, Service.CONSOLE, choice.path().asName(), new ConsoleCommand.ListInactive());
    }
}
