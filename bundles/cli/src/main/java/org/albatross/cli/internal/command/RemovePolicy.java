package org.albatross.cli.internal.command;

import java.io.IOException;
import java.util.Optional;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.cli.internal.run.Surroundings;
import org.albatross.model.Path;
import org.albatross.model.PolicyCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code remove-policy}: removes the policy of a path. */
@Command(name = "remove-policy", description = "Remove the policy of a path.")
public final class RemovePolicy extends ServerCommand {
    @Option(
            names = {"-p", "--path"},
            paramLabel = "PATH",
            order = 1,
            converter = Words.PathWord.class,
            description = "The path. Default: the root, whose policy cannot be removed.")
    private Optional<Path> path = Optional.empty();

    @Override
    public int run(Surroundings surroundings) throws IOException, CommandFailure {
        return ask(surroundings, path.orElse(Path.ROOT).asName(), new PolicyCommand.Remove());
    }
}
