package org.albatross.cli.internal.command;

import java.io.IOException;
import java.time.Duration;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.cli.internal.run.Environment;
import org.albatross.cli.internal.run.ExitCode;
import org.albatross.model.LifecycleCommand;
import org.albatross.model.Name;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code stop}: keeps a unikernel desired, not running. */
@Command(name = "stop", description = "Stop a unikernel, over reboots too, until it is started again.")
public final class Stop extends ServerCommand {
    @Parameters(paramLabel = "NAME", converter = Converters.AnyName.class, description = "The unikernel, or a path.")
    private Name name = Name.ROOT;

    @Override
    Duration silence() {
        return LONG_SILENCE;
    }

    @Override
    public int run(Environment environment) throws IOException, CommandFailure {
        Answer answer = answerOfOurs(environment, name, new LifecycleCommand.Stop());
        reporter(environment).success(answer.host(), answer.reply());
        return ExitCode.OK;
    }
}
