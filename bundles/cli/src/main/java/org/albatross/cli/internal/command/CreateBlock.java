package org.albatross.cli.internal.command;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.albatross.cli.internal.peer.Service;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.cli.internal.run.Environment;
import org.albatross.cli.internal.run.ExitCode;
import org.albatross.model.BlockCommand;
import org.albatross.model.BlockDevice;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code create-block}: adds a block device, with contents if there are any. */
@Command(name = "create-block", description = "Add a block device, empty or with the contents of a file.")
public final class CreateBlock extends ServerCommand {
    @Parameters(index = "0", paramLabel = "NAME", converter = Converters.LabelledName.class, description = "Its name.")
    private Name name = Name.ROOT;

    @Parameters(index = "1", paramLabel = "MB", description = "Its size.")
    private Megabytes size = Megabytes.ZERO;

    @Option(names = "--data", paramLabel = "FILE", order = 1, description = "The file with its contents.")
    private Optional<Path> data = Optional.empty();

    @Option(
            names = "--compression-level",
            paramLabel = "0..9",
            order = 2,
            description = "Compress the contents on their way. Default: 0, not at all.")
    private int level;

    @Override
    boolean isOneCommand() {
        return data.isEmpty();
    }

    @Override
    Duration silence() {
        return LONG_SILENCE;
    }

    @Override
    public int run(Environment environment) throws IOException, CommandFailure {
        checkRequest();
        Levels.check(level);
        if (BlockDevice.LEAST_SIZE.exceeds(size)) {
            throw CommandFailure.usage(
                    "a block device of " + size + " MB, at least " + BlockDevice.LEAST_SIZE + " MB is needed");
        }
        if (data.isEmpty()) {
            return ask(environment, name, new BlockCommand.Add(size));
        }
        try (BlockUpload upload = BlockUpload.of(data.get(), environment.temporaryDirectory(), level)) {
            if (!size.hold(upload.length())) {
                throw CommandFailure.usage(
                        data.get() + " has " + upload.length() + " bytes, the device would have " + size + " MB");
            }
            ask(environment, name, new BlockCommand.Add(size));
            environment.out().flush();
            Answer answer;
            try {
                answer = upload.send(peers(environment), name, progress(environment, upload.length()));
            } catch (CommandFailure | IOException e) {
                takeBack(environment);
                throw e;
            }
            reporter(environment).success(answer.host(), answer.reply());
            return ExitCode.OK;
        }
    }

    /** Removes the device that holds nothing of what it is for. */
    private void takeBack(Environment environment) {
        try {
            answerOf(environment, Service.SUPERVISOR, name, new BlockCommand.Remove());
        } catch (CommandFailure | IOException e) {
            warn(environment, "the empty block device " + name + " stays: " + e.getMessage());
        }
    }
}
