package org.albatross.cli.internal.command;

import java.io.IOException;
import org.albatross.cli.internal.peer.Service;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.cli.internal.run.Environment;
import org.albatross.cli.internal.run.ExitCode;
import org.albatross.model.Name;
import org.albatross.model.StatsCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code stats-remove}: samples a process that was added no longer. */
@Command(name = "stats-remove", description = "Sample a process no longer that was added by stats-add.")
public final class StatsRemove extends ServerCommand {
    @Option(
            names = {"-n", "--name"},
            paramLabel = "NAME",
            order = 1,
            required = true,
            converter = Converters.LabelledName.class,
            description = "The name under which it is shown.")
    private Name name = Name.ROOT;

    @Override
    public int run(Environment environment) throws IOException, CommandFailure {
        Answer answer = answerOf(environment, Service.STATISTICS, name, new StatsCommand.Remove());
        reporter(environment).success(answer.host(), answer.reply());
        return ExitCode.OK;
    }
}
