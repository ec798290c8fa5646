package org.albatross.cli.internal.command;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.cli.internal.run.Environment;
import org.albatross.cli.internal.run.ExitCode;
import org.albatross.model.LifecycleCommand;
import org.albatross.model.Name;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code shutdown}: ends unikernels of a host that goes down; what is desired stays. */
@Command(
        name = "shutdown",
        description =
                "End unikernels because the host goes down, in the order of their start, backwards; they are started"
                        + " again with it.")
public final class Shutdown extends ServerCommand {
    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            converter = Converters.AnyName.class,
            description = "The unikernel, or a path.")
    private Optional<Name> name = Optional.empty();

    @Option(names = "--all", order = 1, description = "All unikernels of the host.")
    private boolean all;

    @Override
    Duration silence() {
        return LONG_SILENCE;
    }

    @Override
    public int run(Environment environment) throws IOException, CommandFailure {
        if (all == name.isPresent()) {
            throw CommandFailure.usage("either --all or a name or path is needed");
        }
        Answer answer = answerOfOurs(environment, name.orElse(Name.ROOT), new LifecycleCommand.Shutdown());
        reporter(environment).success(answer.host(), answer.reply());
        return ExitCode.OK;
    }
}
