package org.albatross.cli.internal.command;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.albatross.cli.internal.peer.Peer;
import org.albatross.cli.internal.peer.Service;
import org.albatross.cli.internal.report.EventReporter;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.cli.internal.run.Environment;
import org.albatross.cli.internal.run.ExitCode;
import org.albatross.disk.DurableFiles;
import org.albatross.model.Command.Begin;
import org.albatross.model.Data;
import org.albatross.model.LogCommand;
import org.albatross.wire.BlobSink;
import org.albatross.wire.BlobSource;
import org.albatross.wire.Message;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code log}: what happened, and who asked for it. One that follows subscribes again when the platform ends the stream, and
 * goes on behind the last event that was shown; not when the stream ended at once.
 */
@Command(
        name = "log",
        description =
                "Show what happened on the platform, and who asked for it: the last events, and with --follow each"
                        + " new one until interrupted.")
public final class Log extends ServerCommand {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final long DEFAULT_COUNT = 20;

    @Mixin
    private NameChoice choice = new NameChoice();

    @Option(
            names = "--count",
            paramLabel = "N",
            order = 2,
            description = "Begin with the last N events, with all for a negative number. Default: 20.")
    private Optional<Long> count = Optional.empty();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            order = 3,
            converter = Converters.Time.class,
            description = "Begin with the events since a time, 2026-11-22T09:00:00Z or 2026-11-22.")
    private Optional<Instant> since = Optional.empty();

    @Option(
            names = "--after",
            paramLabel = "N",
            order = 4,
            description = "Begin after the event with this number, which --json prints.")
    private Optional<Long> after = Optional.empty();

    @Option(
            names = {"-f", "--follow"},
            order = 5,
            description = "Show each new event, too, until interrupted.")
    private boolean follow;

    @Option(
            names = "--logfile",
            paramLabel = "FILE",
            order = 6,
            description = "Show what a file of the event log holds, beside the platform or without one.")
    private Optional<java.nio.file.Path> file = Optional.empty();

    @Option(names = "--read-only", order = 7, description = "With --logfile: the same as without.")
    private boolean readOnly;

    @Option(names = "--json", order = 90, description = "Print one JSON object a line.")
    private boolean json;

    @Override
    public int run(Environment environment) throws IOException, CommandFailure {
        if (Stream.of(count, since, after).filter(Optional::isPresent).count() > 1) {
            throw CommandFailure.usage("only one of --count, --since and --after can say where to begin");
        }
        if (file.isPresent() && follow) {
            throw CommandFailure.usage("--logfile shows what there is: it does not go with --follow");
        }
        if (readOnly && file.isEmpty()) {
            throw CommandFailure.usage("--read-only needs --logfile FILE");
        }
        EventReporter reporter = new EventReporter(results(environment), terminal(environment), json);
        if (file.isPresent()) {
            return showFile(new LogFile(file.get()), reporter);
        }
        Optional<Long> last = after;
        boolean again = false;
        Instant begun;
        do {
            begun = environment.clock().instant();
            Optional<Peer> peer = connect(environment, again);
            if (peer.isEmpty()) {
                return ExitCode.OK;
            }
            try (Peer connected = peer.get()) {
                connected.send(choice.name(), command(last));
                answer(connected);
                if (follow) {
                    connected.waitForEver();
                }
                Optional<Long> shown = show(environment, connected, reporter);
                last = shown.isPresent() ? shown : last;
            }
            again = true;
        } while (follow
                && environment.out().failure().isEmpty()
                && environment.clock().instant().isAfter(begun.plus(SHORTEST)));
        return ExitCode.OK;
    }

    private LogCommand command(Optional<Long> last) {
        if (last.isPresent()) {
            return follow ? new LogCommand.SubscribeAfter(last.get()) : new LogCommand.ShowAfter(last.get());
        }
        return follow ? new LogCommand.Subscribe(begin()) : new LogCommand.Show(begin());
    }

    private Begin begin() {
        return since.isPresent() ? new Begin.Since(since.get()) : new Begin.Count(count.orElse(DEFAULT_COUNT));
    }

    private int showFile(LogFile log, EventReporter reporter) throws CommandFailure {
        try {
            if (after.isPresent()) {
                log.readAfter(choice.name(), after.get(), reporter::event);
            } else {
                log.read(choice.name(), begin(), reporter::event);
            }
            return ExitCode.OK;
        } catch (IOException e) {
            String reason = DurableFiles.describe(e);
            String name = log.file().toString();
            throw CommandFailure.of(
                    ExitCode.COMMAND_LINE, reason.contains(name) ? reason : name + " cannot be read: " + reason);
        }
    }

    /** Connects; nothing when a subscription cannot be renewed since the platform has gone. */
    private Optional<Peer> connect(Environment environment, boolean again) throws CommandFailure {
        try {
            return Optional.of(peers(environment).connect(Service.EVENT_LOG, BlobSource.NONE, BlobSink.REFUSING));
        } catch (CommandFailure e) {
            if (again && e.exitCode() == ExitCode.CONNECT) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Shows events up to the end of the stream, or until nobody reads them; returns the number of the last one. */
    private static Optional<Long> show(Environment environment, Peer peer, EventReporter reporter)
            throws IOException, CommandFailure {
        Optional<Long> last = Optional.empty();
        for (; ; ) {
            if (!peer.hasMore()) {
                environment.out().flush();
            }
            if (environment.out().failure().isPresent()) {
                return last;
            }
            Optional<Message> message = peer.next();
            if (message.isEmpty()) {
                return last;
            }
            if (!(dataOf(message.get()) instanceof Data.Event event)) {
                throw unexpected();
            }
            reporter.event(event);
            last = Optional.of(event.sequence());
        }
    }
}
