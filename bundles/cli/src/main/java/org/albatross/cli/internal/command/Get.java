package org.albatross.cli.internal.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import org.albatross.cli.internal.peer.Peer;
import org.albatross.cli.internal.peer.Service;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.cli.internal.run.Environment;
import org.albatross.cli.internal.run.ExitCode;
import org.albatross.model.Name;
import org.albatross.model.Reply;
import org.albatross.model.UnikernelCommand;
import org.albatross.wire.BlobSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code get}: a unikernel's image. */
@Command(name = "get", description = "Fetch the image of a unikernel into a file, uncompressed.")
public final class Get extends ServerCommand {
    @Parameters(paramLabel = "NAME", converter = Converters.LabelledName.class, description = "The unikernel.")
    private Name name = Name.ROOT;

    @Option(
            names = "--compression-level",
            paramLabel = "0..9",
            order = 1,
            description = "Compress it on its way. Default: 0, not at all.")
    private int level;

    @Mixin
    private OutputOption output = new OutputOption();

    @Override
    public int run(Environment environment) throws IOException, CommandFailure {
        Levels.check(level);
        try (SpoolFile spool = new SpoolFile(environment.temporaryDirectory());
                Peer peer = peers(environment).connect(Service.SUPERVISOR, BlobSource.NONE, spool)) {
            peer.send(name, new UnikernelCommand.Get(level));
            Answer answer = answer(peer);
            if (!(answer.reply() instanceof Reply.UnikernelImage image)) {
                throw unexpected();
            }
            try (InputStream in = SpoolFile.open(image.image())) {
                Optional<Path> written = output.write(environment, name, in, image.compressed());
                if (written.isPresent()) {
                    reporter(environment).success(answer.host(), image);
                    results(environment).print("dumped image to " + written.get() + "\n");
                }
            }
            return ExitCode.OK;
        }
    }
}
