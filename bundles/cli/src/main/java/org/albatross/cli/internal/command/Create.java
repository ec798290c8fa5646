package org.albatross.cli.internal.command;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.albatross.cli.internal.peer.Peer;
import org.albatross.cli.internal.peer.Service;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.cli.internal.run.Environment;
import org.albatross.cli.internal.run.ExitCode;
import org.albatross.model.Arguments;
import org.albatross.model.Blob;
import org.albatross.model.Command;
import org.albatross.model.CreateOptions;
import org.albatross.model.Name;
import org.albatross.model.UnikernelType;
import org.albatross.wire.BlobSink;
import org.albatross.wire.BlobSource;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code create}: a unikernel from an image. */
@CommandLine.Command(
        name = "create",
        description = "Create a unikernel from a Solo5 image, or from the disks of a virtual machine, and start it.",
        footer = {
            "",
            "Its devices have to be those of the image's manifest. Example:",
            "  albatross create web web.hvt --mem 64 --net service0:br0 --arg=--port=80"
        })
public final class Create extends ServerCommand {
    private static final int MOST_COMPRESSED = 9;

    @Parameters(
            index = "0",
            paramLabel = "NAME",
            converter = Converters.LabelledName.class,
            description = "The unikernel's name, path:label.")
    private Name name = Name.ROOT;

    @Parameters(
            index = "1",
            paramLabel = "IMAGE",
            description = "The image file, uncompressed. Not read with --typ=bhyve.")
    private Path image = Path.of("");

    @Mixin
    private UnikernelOptions unikernel = new UnikernelOptions();

    @Option(
            names = {"-f", "--force"},
            order = 1,
            description = "Take the place of a unikernel of this name, if there is one.")
    private boolean force;

    @Mixin
    private ConfirmOptions confirm = new ConfirmOptions();

    @Option(
            names = "--compression-level",
            paramLabel = "0..9",
            order = 3,
            description = "Compress the image on its way. Default: 0, not at all; 9 with --csr and --destination.")
    private Optional<Integer> givenLevel = Optional.empty();

    @Option(
            names = "--typ",
            paramLabel = "TYPE",
            order = 21,
            description = "solo5 (the default) or, on FreeBSD, bhyve.")
    private UnikernelType type = UnikernelType.SOLO5;

    @Override
    Duration silence() {
        return LONG_SILENCE;
    }

    @Override
    public int run(Environment environment) throws IOException, CommandFailure {
        Arguments arguments = unikernel.arguments();
        CreateOptions options = options();
        unikernel.doubts().forEach(doubt -> warn(environment, doubt));
        if (type != UnikernelType.SOLO5) {
            return send(environment, BlobSource.NONE, options, options.command(false, Blob.EMPTY));
        }
        int level = level();
        try (InputFile input = InputFile.of(image, environment.temporaryDirectory())) {
            try (FileChannel channel = input.open()) {
                ImageCheck.check(environment, channel, image.toString(), arguments);
            }
            try (ImageFile file = ImageFile.open(environment.temporaryDirectory(), input.path(), level)) {
                return send(environment, file, options, options.command(level > 0, file.blob()));
            }
        }
    }

    private int send(Environment environment, BlobSource source, CreateOptions options, Command command)
            throws IOException, CommandFailure {
        try (Peer peer = peers(environment).connect(Service.SUPERVISOR, source, BlobSink.REFUSING)) {
            if (options.confirmation().isPresent()) {
                requireOurs(peer);
            }
            peer.send(name, command);
            Answer answer = answer(peer);
            reporter(environment).success(answer.host(), answer.reply());
            return ExitCode.OK;
        }
    }

    private CreateOptions options() throws CommandFailure {
        Levels.check(level());
        try {
            return new CreateOptions(unikernel.options(), type, force, confirm.confirmation());
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()));
        }
    }

    /** What goes far is better small. */
    private int level() {
        return givenLevel.orElse(isRequest() || isRemote() ? MOST_COMPRESSED : 0);
    }
}
