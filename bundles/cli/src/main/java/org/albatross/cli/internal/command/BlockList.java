package org.albatross.cli.internal.command;

import java.io.IOException;
import org.albatross.cli.internal.peer.Service;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.cli.internal.run.Environment;
import org.albatross.model.BlockCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code block}: the block devices. */
@Command(name = "block", description = "Show the block devices.")
public final class BlockList extends ListCommand {
    @Mixin
    private NameChoice choice = new NameChoice();

    @Override
    Answer fetch(Environment environment) throws IOException, CommandFailure {
        return answerOf(environment, Service.SUPERVISOR, choice.name(), new BlockCommand.Info());
    }
}
