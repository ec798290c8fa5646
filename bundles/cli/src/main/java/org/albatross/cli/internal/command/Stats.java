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
import org.albatross.model.Data;
import org.albatross.model.StatsCommand;
import org.albatross.wire.BlobSink;
import org.albatross.wire.BlobSource;
import org.albatross.wire.Message;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code stats}: what unikernels use, each interval; subscribes again when the platform ends a stream that was not short. */
@Command(
        name = "stats",
        description = "Show what unikernels use: CPU time, memory and network counters, each interval of the platform"
                + " (10 s by default) until interrupted.")
public final class Stats extends ServerCommand {
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    @Mixin
    private NameChoice choice = new NameChoice();

    @Option(names = "--json", order = 90, description = "Print one JSON object a line.")
    private boolean json;

    @Override
    public int run(Environment environment) throws IOException, CommandFailure {
        Reporter reporter = json ? new JsonReporter(results(environment)) : reporter(environment);
        boolean again = false;
        Instant subscribed;
        do {
            subscribed = environment.clock().instant();
            Optional<Peer> peer = connect(environment, again);
            if (peer.isEmpty()) {
                return ExitCode.OK;
            }
            try (Peer connected = peer.get()) {
                connected.send(choice.name(), new StatsCommand.Subscribe());
                Answer answer = answer(connected);
                if (!again) {
                    reporter.success(answer.host(), answer.reply());
                }
                connected.waitForEver();
                if (!follow(environment, connected, reporter)) {
                    return ExitCode.OK;
                }
            }
            again = true;
        } while (environment.clock().instant().isAfter(subscribed.plus(SHORTEST)));
        return ExitCode.OK;
    }

    /** Connects; nothing when a subscription cannot be renewed since the platform has gone. */
    private Optional<Peer> connect(Environment environment, boolean again) throws CommandFailure {
        try {
            return Optional.of(peers(environment).connect(Service.STATISTICS, BlobSource.NONE, BlobSink.REFUSING));
        } catch (CommandFailure e) {
            if (again && e.exitCode() == ExitCode.CONNECT) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Shows samples up to the end of the stream; false when nobody reads them any more. */
    private static boolean follow(Environment environment, Peer peer, Reporter reporter)
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
            if (!(dataOf(message.get()) instanceof Data.Stats stats)) {
                throw unexpected();
            }
            reporter.data(message.get().header().name(), stats);
        }
    }
}
