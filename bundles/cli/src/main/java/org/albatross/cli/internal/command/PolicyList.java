package org.albatross.cli.internal.command;

import java.io.IOException;
import org.albatross.cli.internal.peer.Service;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.cli.internal.run.Surroundings;
import org.albatross.model.Path;
import org.albatross.model.PolicyCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code policy}: the policies at and below a path. */
@Command(name = "policy", description = "Show the policies.")
public final class PolicyList extends ListCommand {
    @Option(
            names = {"-p", "--path"},
            paramLabel = "PATH",
            order = 1,
            converter = Words.PathWord.class,
            description = "Only those at or below this path.")
    private Path path = Path.ROOT;

    @Override
    Answer fetch(Surroundings surroundings) throws IOException, CommandFailure {
        return answerOf(surroundings, Service.SUPERVISOR, path.asName(), new PolicyCommand.Info());
    }
}
