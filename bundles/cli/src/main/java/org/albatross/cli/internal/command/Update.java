package org.albatross.cli.internal.command;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import org.albatross.cli.internal.http.BuildServer;
import org.albatross.cli.internal.http.BuildServer.Build;
import org.albatross.cli.internal.peer.Peer;
import org.albatross.cli.internal.peer.Service;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.cli.internal.run.Environment;
import org.albatross.cli.internal.run.ExitCode;
import org.albatross.model.Arguments;
import org.albatross.model.Confirmation;
import org.albatross.model.LifecycleCommand;
import org.albatross.model.Name;
import org.albatross.model.Text;
import org.albatross.model.UnikernelCommand;
import org.albatross.model.UnikernelConfig;
import org.albatross.model.UnikernelInfo;
import org.albatross.model.UnikernelStatus;
import org.albatross.model.UnikernelType;
import org.albatross.wire.BlobSink;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code update}: the latest build of what a unikernel runs. */
@Command(
        name = "update",
        description = "Replace the image of a running unikernel by the latest build of the same job of a server of"
                + " reproducible builds. Everything else stays as it is.")
public final class Update extends ServerCommand {
    @Parameters(paramLabel = "NAME", converter = Converters.LabelledName.class, description = "The unikernel.")
    private Name name = Name.ROOT;

    @Option(
            names = "--http-host",
            paramLabel = "URL",
            order = 1,
            description = "The server. Default: ${DEFAULT-VALUE}.")
    private String server = "https://builds.robur.coop";

    @Option(
            names = {"--dryrun", "--dry-run"},
            order = 2,
            description = "Only tell which build it would be.")
    private boolean dryRun;

    @Option(
            names = "--compression-level",
            paramLabel = "0..9",
            order = 3,
            description = "Compress the image on its way to the platform. Default: 0, not at all.")
    private int level;

    @Mixin
    private ConfirmOptions confirm = new ConfirmOptions();

    @Option(
            names = "--no-add-name",
            order = 5,
            description = "Do not put --name=LABEL before its arguments, whether it was there or not."
                    + " An original Albatross does not say whether; then it is added.")
    private boolean noAddName;

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
        Optional<Confirmation> confirmation = confirm.confirmation();
        Levels.check(level);
        if (!BuildServer.isAddress(server)) {
            throw CommandFailure.usage("--http-host " + Text.of(server) + " is not http[s]://HOST[:PORT]");
        }
        UnikernelInfo info = info(environment);
        if (info.type() != UnikernelType.SOLO5) {
            throw CommandFailure.refused(
                    name, Text.of("update: it is a virtual machine, which has no image to be updated"));
        }
        BuildServer builds = new BuildServer(server);
        Build current = builds.buildOf(info.digest())
                .orElseThrow(() -> CommandFailure.of(
                        ExitCode.HTTP, "[ERROR] " + server + " knows no build of the image " + info.digest()));
        Build latest = builds.latest(current)
                .orElseThrow(() ->
                        CommandFailure.of(ExitCode.HTTP, "[ERROR] " + server + " has no latest build of " + current));
        if (latest.equals(current)) {
            results(environment).print("already up to date\n");
            return ExitCode.OK;
        }
        results(environment).print("compare at " + builds.comparison(current, latest) + "\n");
        if (dryRun) {
            return ExitCode.OK;
        }
        try (SpoolFile spool = new SpoolFile(environment.temporaryDirectory())) {
            Path image = spool.newFile();
            builds.download(latest, image, total -> progress(environment, total));
            return replace(environment, info, image, confirmation);
        }
    }

    /** Asks what runs. Whatever keeps it from being known ends the program as it ends the original's. */
    private UnikernelInfo info(Environment environment) throws IOException, CommandFailure {
        try {
            Optional<UnikernelInfo> running = running(environment, name);
            if (running.isPresent()) {
                return running.get();
            }
            throw statusOf(environment, name).flatMap(UnikernelStatus::info).isPresent()
                    ? CommandFailure.refused(name, Text.of("update: it does not run"))
                    : Infos.notFound("update", name);
        } catch (CommandFailure e) {
            throw e.endingWith(ExitCode.COMMUNICATION);
        }
    }

    private int replace(Environment environment, UnikernelInfo info, Path image, Optional<Confirmation> confirmation)
            throws IOException, CommandFailure {
        Arguments arguments = info.arguments(
                name,
                !noAddName
                        && statusOf(environment, name)
                                .flatMap(UnikernelStatus::addName)
                                .orElse(true));
        if (info.type() == UnikernelType.SOLO5) {
            try (FileChannel channel = FileChannel.open(image, StandardOpenOption.READ)) {
                ImageCheck.check(environment, channel, "the downloaded image", arguments);
            }
        }
        try (ImageFile file = ImageFile.open(environment.temporaryDirectory(), image, level);
                Peer peer = peers(environment).connect(Service.SUPERVISOR, file, BlobSink.REFUSING)) {
            UnikernelConfig config = new UnikernelConfig(info.type(), level > 0, file.blob(), arguments);
            if (confirmation.isPresent()) {
                requireOurs(peer);
                peer.send(name, new LifecycleCommand.Replace(confirmation.get(), config));
            } else {
                peer.send(name, new UnikernelCommand.ForceCreate(config));
            }
            Answer answer = answer(peer);
            reporter(environment).success(answer.host(), answer.reply());
            return ExitCode.OK;
        }
    }
}
