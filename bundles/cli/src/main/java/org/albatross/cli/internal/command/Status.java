package org.albatross.cli.internal.command;

import java.io.IOException;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.cli.internal.run.Surroundings;
import org.albatross.model.LifecycleCommand;
import org.albatross.model.Name;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code status}: every desired unikernel and those that ended lately. */
@Command(
        name = "status",
        description =
                "Show where every unikernel stands: running, restarting, waiting, stopped or finished," + " and why.")
public final class Status extends ListCommand {
    @Option(
            names = {"-n", "--name"},
            paramLabel = "NAME",
            order = 1,
            converter = Words.AnyName.class,
            description = "Only this unikernel, or with a colon at the end those at or below this path.")
    private Name name = Name.ROOT;

    @Override
    Answer fetch(Surroundings surroundings) throws IOException, CommandFailure {
        return answerOfOurs(surroundings, name, new LifecycleCommand.Status());
    }
}
