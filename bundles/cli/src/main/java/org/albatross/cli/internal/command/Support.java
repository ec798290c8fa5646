package org.albatross.cli.internal.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.albatross.cli.internal.peer.Peer;
import org.albatross.cli.internal.peer.Service;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.cli.internal.run.Environment;
import org.albatross.cli.internal.run.ExitCode;
import org.albatross.cli.internal.run.Output;
import org.albatross.cli.internal.run.Terminal;
import org.albatross.cli.internal.support.Archive;
import org.albatross.cli.internal.support.HostReport;
import org.albatross.model.Name;
import org.albatross.model.Reply;
import org.albatross.wire.BlobSink;
import org.albatross.wire.BlobSource;
import org.albatross.wire.Header;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code support}: what a report of a fault needs, in one file. It asks as the other commands do, so that nothing is in it
 * that these would not show: no arguments of unikernels, no images, no keys. What cannot be had says why in its place.
 */
@Command(
        name = "support",
        description =
                "Collect what a report of a fault needs into FILE, a new tar.gz: versions, bundles, states, health,"
                        + " the last events, the platform's log, the configuration without secrets, limits, kernel,"
                        + " tenders.",
        footer = {
            "",
            "It holds names of unikernels, paths, bridges and users, but no arguments, images, keys or console output."
                    + " Look through it before you hand it on."
        })
public final class Support extends ServerCommand {
    private static final String EVENTS = "--count=1000";

    @Parameters(paramLabel = "FILE", description = "The file to be written; one that exists is not replaced.")
    private Path file = Path.of("");

    @Option(
            names = "--etc-dir",
            paramLabel = "DIR",
            order = 1,
            description = "The platform's configuration. Default: etc/ of the installation.")
    private Optional<Path> etc = Optional.empty();

    @Option(
            names = "--log",
            paramLabel = "FILE",
            order = 2,
            description = "The platform's log. Default: that of the unit albatross in the journal.")
    private Optional<Path> log = Optional.empty();

    @Override
    public int run(Environment environment) throws IOException, CommandFailure {
        if (isRemote() || isRequest()) {
            throw CommandFailure.usage("support is about the platform of this host alone");
        }
        SortedMap<String, String> texts =
                new HostReport(state(environment), configuration(environment), log, environment.variables()).texts();
        texts.put("version", version(environment));
        texts.put("bundles", said(environment, new Shell(), "felix:lb"));
        texts.put("status", said(environment, new Status()));
        texts.put("policies", said(environment, new PolicyList()));
        texts.put("block-devices", said(environment, new BlockList()));
        texts.put("health", said(environment, new Health()));
        texts.put("events", said(environment, new Log(), EVENTS));
        try {
            Archive.write(file, texts, environment.temporaryDirectory());
        } catch (FileAlreadyExistsException e) {
            throw CommandFailure.usage(file + " exists already: it is not replaced");
        }
        texts.forEach((name, text) ->
                results(environment).printf("%9d  %s%n", text.getBytes(StandardCharsets.UTF_8).length, name));
        results(environment).print("wrote these to " + file + "; look through it before you hand it on\n");
        return ExitCode.OK;
    }

    /** Returns the directory of the configuration; {@code lib/current}, through which the program is found, is a link. */
    private Optional<Path> configuration(Environment environment) throws IOException {
        if (etc.isPresent() || environment.libexec().isEmpty()) {
            return etc;
        }
        return Optional.of(environment
                .libexec()
                .get()
                .toRealPath()
                .resolve("../../../../etc")
                .normalize());
    }

    private String version(Environment environment) {
        String platform;
        try (Peer peer = peers(environment).connect(Service.SUPERVISOR, BlobSource.NONE, BlobSink.REFUSING)) {
            peer.send(Name.ROOT, new org.albatross.model.Command.SayHello());
            platform = answer(peer).reply() instanceof Reply.Hello hello
                    ? hello.product() + " " + hello.version() + " "
                            + hello.features().stream().map(Object::toString).collect(Collectors.joining(" "))
                    : "(an original, or an old one)";
        } catch (CommandFailure e) {
            platform = "(not known: " + e.text(false) + ")";
        } catch (IOException e) {
            platform = "(not known: " + e.getMessage() + ")";
        }
        return "platform: " + platform + "\nprogram: wire protocol " + Header.VERSION + "\ntime: "
                + environment.clock().instant() + "\n";
    }

    /** Returns what another command prints. */
    private String said(Environment environment, Subcommand command, String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        try (Output output = new Output(out);
                PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8)) {
            List<String> line = new ArrayList<>(List.of("--run-dir=" + runDirectory(environment)));
            line.addAll(List.of(words));
            new CommandLine(command).parseArgs(line.toArray(String[]::new));
            command.run(environment.with(Terminal.NONE).printing(output, errors));
            output.flush();
        } catch (CommandFailure e) {
            return "(not known: " + e.text(false) + ")\n";
        } catch (IOException e) {
            return "(not known: " + e.getMessage() + ")\n";
        }
        return out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8);
    }
}
