package org.albatross.cli.internal.command;

import java.io.IOException;
import org.albatross.cli.internal.peer.Service;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.cli.internal.run.Surroundings;
import org.albatross.model.BlockCommand;
import org.albatross.model.Name;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code block}: the block devices. */
@Command(name = "block", description = "Show the block devices.")
public final class BlockList extends ListCommand {
    @Option(
            names = {"-n", "--name"},
            paramLabel = "NAME",
            order = 1,
            converter = Words.AnyName.class,
            description = "Only this device, or with a colon at the end those at or below this path.")
    private Name name = Name.ROOT;

    @Override
    Answer fetch(Surroundings surroundings) throws IOException, CommandFailure {
        return answerOf(surroundings, Service.SUPERVISOR, name, new BlockCommand.Info());
    }
}
