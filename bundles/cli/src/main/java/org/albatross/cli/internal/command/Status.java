package org.albatross.cli.internal.command;

import java.io.IOException;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.cli.internal.run.Environment;
import org.albatross.model.LifecycleCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code status}: every desired unikernel and those that ended lately. */
@Command(
        name = "status",
        description =
                "Show where every unikernel stands: running, restarting, waiting, stopped or finished," + " and why.")
public final class Status extends ListCommand {
    @Mixin
    private NameChoice choice = new NameChoice();

    @Override
    Answer fetch(Environment environment) throws IOException, CommandFailure {
        return answerOfOurs(environment, choice.name(), new LifecycleCommand.Status());
    }
}
