package org.albatross.cli.internal.command;

import java.io.IOException;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.cli.internal.run.Environment;
import org.albatross.model.BlockCommand;
import org.albatross.model.Name;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code destroy-block}: removes a block device that no unikernel uses. */
@Command(name = "destroy-block", description = "Remove a block device, and what is on it.")
public final class DestroyBlock extends ServerCommand {
    @Parameters(paramLabel = "NAME", converter = Converters.LabelledName.class, description = "The block device.")
    private Name name = Name.ROOT;

    @Override
    public int run(Environment environment) throws IOException, CommandFailure {
        return ask(environment, name, new BlockCommand.Remove());
    }
}
