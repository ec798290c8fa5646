package org.albatross.cli.internal.command;

import java.io.IOException;
import org.albatross.cli.internal.peer.Service;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.cli.internal.run.Surroundings;
import org.albatross.model.Name;
import org.albatross.model.UnikernelCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code info}: the running unikernels. */
@Command(name = "info", description = "Show the running unikernels.")
public final class Info extends ListCommand {
    @Option(
            names = {"-n", "--name"},
            paramLabel = "NAME",
            order = 1,
            converter = Words.AnyName.class,
            description = "Only this unikernel, or with a colon at the end those at or below this path.")
    private Name name = Name.ROOT;

    @Override
    Answer fetch(Surroundings surroundings) throws IOException, CommandFailure {
        return answerOf(
                surroundings, Service.SUPERVISOR, name, new UnikernelCommand.Info(UnikernelCommand.InfoForm.CURRENT));
    }
}
