package org.albatross.cli.internal.command;

import java.io.IOException;
import org.albatross.cli.internal.peer.Service;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.cli.internal.run.Environment;
import org.albatross.model.UnikernelCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code info}: the running unikernels. */
@Command(name = "info", description = "Show the running unikernels.")
public final class Info extends ListCommand {
    @Mixin
    private NameChoice choice = new NameChoice();

    @Override
    Answer fetch(Environment environment) throws IOException, CommandFailure {
        return answerOf(
                environment,
                Service.SUPERVISOR,
                choice.name(),
                new UnikernelCommand.Info(UnikernelCommand.InfoForm.CURRENT));
    }
}
