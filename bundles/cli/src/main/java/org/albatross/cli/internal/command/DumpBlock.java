package org.albatross.cli.internal.command;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.albatross.cli.internal.peer.Peer;
import org.albatross.cli.internal.peer.Service;
import org.albatross.cli.internal.report.Progress;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.cli.internal.run.Environment;
import org.albatross.cli.internal.run.ExitCode;
import org.albatross.model.BlockCommand;
import org.albatross.model.Name;
import org.albatross.model.Reply;
import org.albatross.wire.BlobSink;
import org.albatross.wire.BlobSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dump-block}: what is on a block device. */
@Command(name = "dump-block", description = "Fetch what is on a block device into a file, uncompressed.")
public final class DumpBlock extends ServerCommand {
    @Parameters(paramLabel = "NAME", converter = Converters.LabelledName.class, description = "The block device.")
    private Name name = Name.ROOT;

    @Option(
            names = "--compression-level",
            paramLabel = "0..9",
            order = 1,
            description = "Compress it on its way. Default: 0, not at all.")
    private int level;

    @Option(
            names = "--pause",
            order = 2,
            description =
                    "Fetch it while a unikernel uses it: the unikernel is stopped while a copy is made on the host,"
                            + " for a moment where the file system shares blocks (XFS, Btrfs).")
    private boolean pause;

    @Mixin
    private OutputOption output = new OutputOption();

    @Override
    Duration silence() {
        return pause ? LONG_SILENCE : super.silence();
    }

    @Override
    public int run(Environment environment) throws IOException, CommandFailure {
        Levels.check(level);
        Progress progress = progress(environment, expectedLength(environment));
        try (Peer peer = peers(environment).connect(Service.SUPERVISOR, BlobSource.NONE, BlobSink.REFUSING)) {
            if (pause) {
                requireOurs(peer, "dump-block --pause");
            }
            peer.send(name, pause ? new BlockCommand.DumpPaused(level) : new BlockCommand.Dump(level));
            Answer answer = answer(peer);
            if (!(answer.reply() instanceof Reply.BlockImage image)) {
                throw unexpected();
            }
            Optional<Path> written =
                    output.write(environment, name, new BlockContents(peer, progress), image.compressed());
            progress.end();
            if (written.isPresent()) {
                reporter(environment).success(answer.host(), image);
                results(environment).print("dumped to " + written.get() + "\n");
            }
            return ExitCode.OK;
        }
    }

    /** Returns how many bytes will come, when a person wants to know and it can be known. */
    private long expectedLength(Environment environment) throws IOException, CommandFailure {
        if (level > 0 || !environment.terminal().interactive()) {
            return 0;
        }
        Answer answer = answerOf(environment, Service.SUPERVISOR, name, new BlockCommand.Info());
        return answer.reply() instanceof Reply.BlockDevices devices
                        && devices.devices().size() == 1
                ? devices.devices().get(0).value().size().bytes()
                : 0;
    }
}
