package org.albatross.cli.internal.command;

import java.io.IOException;
import org.albatross.cli.internal.peer.Service;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.cli.internal.run.Environment;
import org.albatross.model.PolicyCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code policy}: the policies at and below a path. */
@Command(name = "policy", description = "Show the policies.")
public final class PolicyList extends ListCommand {
    @Mixin
    private PathChoice choice = new PathChoice();

    @Override
    Answer fetch(Environment environment) throws IOException, CommandFailure {
        return answerOf(environment, Service.SUPERVISOR, choice.path().asName(), new PolicyCommand.Info());
    }
}
