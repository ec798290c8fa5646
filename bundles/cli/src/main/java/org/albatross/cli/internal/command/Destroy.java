package org.albatross.cli.internal.command;

import java.io.IOException;
import java.time.Duration;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.cli.internal.run.Environment;
import org.albatross.model.Name;
import org.albatross.model.UnikernelCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code destroy}: ends a unikernel for good. */
@Command(name = "destroy", description = "End a unikernel for good.")
public final class Destroy extends ServerCommand {
    @Parameters(paramLabel = "NAME", converter = Converters.LabelledName.class, description = "The unikernel.")
    private Name name = Name.ROOT;

    @Override
    Duration silence() {
        return LONG_SILENCE;
    }

    @Override
    public int run(Environment environment) throws IOException, CommandFailure {
        return ask(environment, name, new UnikernelCommand.Destroy());
    }
}
