package org.albatross.cli.internal.command;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.albatross.cli.internal.report.JsonReporter;
import org.albatross.cli.internal.report.Reporter;
import org.albatross.cli.internal.report.TableReporter;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.cli.internal.run.Environment;
import org.albatross.cli.internal.run.ExitCode;
import org.albatross.cli.internal.run.Terminal;
import picocli.CommandLine.Option;

/** A sub-command that shows a list: as the original does, as a table, as JSON, once or again and again. */
abstract class ListCommand extends ServerCommand {
    private static final String CLEAR = "\033[H\033[2J";

    @Option(names = "--json", order = 90, description = "Print one JSON object a line, with complete names.")
    private boolean json;

    @Option(names = "--wide", order = 91, description = "Print a table with every column, however wide.")
    private boolean wide;

    @Option(
            names = "--watch",
            order = 92,
            arity = "0..1",
            fallbackValue = "2",
            paramLabel = "SECONDS",
            description = "Show it again every 2 seconds, or as many as given, until interrupted.")
    private Optional<Integer> watch = Optional.empty();

    /** Asks the platform. */
    abstract Answer fetch(Environment environment) throws IOException, CommandFailure;

    @Override
    public final int run(Environment environment) throws IOException, CommandFailure {
        if (watch.isPresent() && watch.get() < 1) {
            throw CommandFailure.usage("--watch takes at least 1 second, not " + watch.get());
        }
        boolean terminal = terminal(environment).interactive();
        do {
            Answer answer = fetch(environment);
            if (watch.isPresent() && terminal && !json) {
                results(environment).print(CLEAR);
            }
            reporter(environment).success(answer.host(), answer.reply());
            environment.out().flush();
            watch.ifPresent(seconds -> environment.pause().of(Duration.ofSeconds(seconds)));
        } while (watch.isPresent()
                && environment.out().failure().isEmpty()
                && !Thread.currentThread().isInterrupted());
        return ExitCode.OK;
    }

    @Override
    final Reporter reporter(Environment environment) {
        if (json) {
            return new JsonReporter(results(environment));
        }
        if (wide) {
            Terminal terminal = terminal(environment);
            return new TableReporter(results(environment), environment.clock().instant(), 0, terminal.colours(), true);
        }
        return super.reporter(environment);
    }
}
