package org.albatross.cli.internal.command;

import java.io.IOException;
import org.albatross.cli.internal.peer.Service;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.cli.internal.run.Surroundings;
import org.albatross.model.ConsoleCommand;
import org.albatross.model.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code inactive-consoles}: the consoles that outlived their unikernel. */
@Command(name = "inactive-consoles", description = "Show which consoles are kept of unikernels that do not run.")
public final class InactiveConsoles extends ListCommand {
    @Option(
            names = {"-p", "--path"},
            paramLabel = "PATH",
            order = 1,
            converter = Words.PathWord.class,
            description = "Only those at or below this path.")
    private Path path = Path.ROOT;

    @Override
    Answer fetch(Surroundings surroundings) throws IOException, CommandFailure {
        return answerOf(surroundings, Service.CONSOLE, path.asName(), new ConsoleCommand.ListInactive());
    }
}
