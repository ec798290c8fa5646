package org.albatross.cli.internal.command;

import java.io.IOException;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.cli.internal.run.Environment;
import org.albatross.model.PolicyCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code remove-policy}: removes the policy of a path. */
@Command(name = "remove-policy", description = "Remove the policy of a path.")
public final class RemovePolicy extends ServerCommand {
    @Mixin
    private PathChoice choice = new PathChoice();

    @Override
    public int run(Environment environment) throws IOException, CommandFailure {
        return ask(environment, choice.path().asName(), new PolicyCommand.Remove());
    }
}
