package org.albatross.cli.internal.command;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.cli.internal.run.Environment;
import org.albatross.cli.internal.run.ExitCode;
import org.albatross.model.Name;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code set-block}: replaces what is on a block device. */
@Command(
        name = "set-block",
        description = "Replace what is on a block device; the old contents stay until the new ones are complete.")
public final class SetBlock extends ServerCommand {
    @Parameters(
            index = "0",
            paramLabel = "NAME",
            converter = Converters.LabelledName.class,
            description = "The block device.")
    private Name name = Name.ROOT;

    @Parameters(index = "1", paramLabel = "FILE", description = "The file with its contents.")
    private Path file = Path.of("");

    @Option(
            names = "--compression-level",
            paramLabel = "0..9",
            order = 1,
            description = "Compress it on its way. Default: 0, not at all.")
    private int level;

    @Override
    Duration silence() {
        return LONG_SILENCE;
    }

    @Override
    boolean isOneCommand() {
        return false;
    }

    @Override
    public int run(Environment environment) throws IOException, CommandFailure {
        checkRequest();
        Levels.check(level);
        try (BlockUpload upload = BlockUpload.of(file, environment.temporaryDirectory(), level)) {
            Answer answer = upload.send(peers(environment), name, progress(environment, upload.length()));
            reporter(environment).success(answer.host(), answer.reply());
            return ExitCode.OK;
        }
    }
}
