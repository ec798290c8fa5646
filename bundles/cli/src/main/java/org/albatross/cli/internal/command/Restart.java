package org.albatross.cli.internal.command;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.cli.internal.run.Environment;
import org.albatross.model.Arguments;
import org.albatross.model.Name;
import org.albatross.model.UnikernelCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code restart}: ends a unikernel and starts it again. */
@Command(
        name = "restart",
        description = "End a unikernel and start it again, as it is or with new memory, devices and arguments.")
public final class Restart extends ServerCommand {
    @Parameters(paramLabel = "NAME", converter = Converters.LabelledName.class, description = "The unikernel.")
    private Name name = Name.ROOT;

    @Option(
            names = "--replace-arguments",
            order = 1,
            description =
                    "Replace everything but the image by what the options below say, defaults included: what they do not"
                            + " name is set back. albatross change keeps it.")
    private boolean replace;

    @Mixin
    private UnikernelOptions unikernel = new UnikernelOptions();

    @Override
    Duration silence() {
        return LONG_SILENCE;
    }

    @Override
    public int run(Environment environment) throws IOException, CommandFailure {
        if (!replace) {
            if (unikernel.given()) {
                warn(
                        environment,
                        "a restart keeps memory, devices and arguments: the options that give others have no effect"
                                + " without --replace-arguments");
            }
            return ask(environment, name, new UnikernelCommand.Restart(Optional.empty()));
        }
        Arguments arguments = unikernel.arguments();
        unikernel.doubts().forEach(doubt -> warn(environment, doubt));
        return ask(environment, name, new UnikernelCommand.Restart(Optional.of(arguments)));
    }
}
