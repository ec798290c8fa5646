package org.albatross.cli.internal.command;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.albatross.cli.internal.peer.Peer;
import org.albatross.cli.internal.peer.Service;
import org.albatross.cli.internal.report.JsonReporter;
import org.albatross.cli.internal.report.Reporter;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.cli.internal.run.Environment;
import org.albatross.cli.internal.run.ExitCode;
import org.albatross.model.Command.Begin;
import org.albatross.model.ConsoleCommand;
import org.albatross.model.Data;
import org.albatross.model.Name;
import org.albatross.wire.BlobSink;
import org.albatross.wire.BlobSource;
import org.albatross.wire.Message;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code console}: what a unikernel prints, history first, until interrupted. When the platform ends the
 * stream, it is subscribed to again and goes on behind the last line that was shown: so a platform's update
 * is not seen. A subscription that ends at once is not renewed: somebody else has taken its place.
 */
@Command(
        name = "console",
        description = "Show what a unikernel prints: the last lines, then every new one, until interrupted.")
public final class Console extends ServerCommand {
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    @Parameters(paramLabel = "NAME", converter = Converters.LabelledName.class, description = "The unikernel.")
    private Name name = Name.ROOT;

    @Option(
            names = "--count",
            paramLabel = "N",
            order = 1,
            description = "Begin with the last N lines, with all for a negative number. Default: ${DEFAULT-VALUE}.")
    private long count = 20;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            order = 2,
            converter = Converters.Time.class,
            description = "Begin with the lines since a time, 2026-11-22T09:00:00Z or 2026-11-22.")
    private Optional<Instant> since = Optional.empty();

    @Option(names = "--json", order = 90, description = "Print one JSON object a line.")
    private boolean json;

    @Override
    public int run(Environment environment) throws IOException, CommandFailure {
        Reporter reporter = json ? new JsonReporter(results(environment)) : reporter(environment);
        SeenLines seen = new SeenLines();
        Begin begin = since.isPresent() ? new Begin.Since(since.get()) : new Begin.Count(count);
        boolean again = false;
        Instant subscribed;
        do {
            subscribed = environment.clock().instant();
            Optional<Peer> peer = connect(environment, again);
            if (peer.isEmpty()) {
                return ExitCode.OK;
            }
            try (Peer connected = peer.get()) {
                connected.send(name, new ConsoleCommand.Subscribe(begin));
                Answer answer = answer(connected);
                if (!again) {
                    reporter.success(answer.host(), answer.reply());
                }
                connected.waitForEver();
                if (!follow(environment, connected, seen, reporter)) {
                    return ExitCode.OK;
                }
            }
            if (seen.last().isPresent()) {
                begin = new Begin.Since(seen.last().get());
            }
            seen.beginAgain();
            again = true;
        } while (environment.clock().instant().isAfter(subscribed.plus(SHORTEST)));
        return ExitCode.OK;
    }

    /** Connects; nothing when a subscription cannot be renewed since the platform has gone. */
    private Optional<Peer> connect(Environment environment, boolean again) throws CommandFailure {
        try {
            return Optional.of(peers(environment).connect(Service.CONSOLE, BlobSource.NONE, BlobSink.REFUSING));
        } catch (CommandFailure e) {
            if (again && e.exitCode() == ExitCode.CONNECT) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Shows lines up to the end of the stream; false when nobody reads them any more. */
    private static boolean follow(Environment environment, Peer peer, SeenLines seen, Reporter reporter)
            throws IOException, CommandFailure {
        for (; ; ) {
            if (!peer.hasMore()) {
                environment.out().flush();
            }
            if (environment.out().failure().isPresent()) {
                return false;
            }
            Optional<Message> message = peer.next();
            if (message.isEmpty()) {
                return true;
            }
            if (!(dataOf(message.get()) instanceof Data.Console line)) {
                throw unexpected();
            }
            if (seen.isNew(line)) {
                reporter.data(message.get().header().name(), line);
            }
        }
    }
}
