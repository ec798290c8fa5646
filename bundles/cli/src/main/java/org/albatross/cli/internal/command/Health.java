package org.albatross.cli.internal.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.albatross.cli.internal.peer.ShellPeer;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.cli.internal.run.Environment;
import org.albatross.cli.internal.shell.ShellLines;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code health}: whether the platform is well, by the platform's shell. Its exit codes are those of a monitoring plugin
 * (Monitoring Plugins Development Guidelines, "Plugin Return Codes"), whatever befalls it.
 */
@Command(
        name = "health",
        description =
                "Check whether the platform is well, for administrators and for monitoring: exit code 0 when it is, 1"
                        + " for a warning, or while what is desired starts, 2 when something does not work, 3 when it is"
                        + " not known.")
public final class Health extends ServerCommand {
    private static final int OK = 0;
    private static final int WARNING = 1;
    private static final int CRITICAL = 2;
    private static final int UNKNOWN = 3;

    /** The whole in a word: the first line, or the first member. */
    private static final Pattern STATUS = Pattern.compile("^(?:\\{\"status\": \")?([a-z-]+)");

    @Option(names = "--json", order = 90, description = "Print one JSON object.")
    private boolean json;

    @Override
    public int run(Environment environment) throws IOException, CommandFailure {
        try (ShellPeer peer = peers(environment).connectToShell()) {
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            int columns = terminal(environment).columns();
            Optional<String> failure =
                    new ShellLines(peer, answer, columns).execute("albatross:health" + (json ? " --json" : ""));
            if (failure.isPresent()) {
                environment.error(failure.get());
                return UNKNOWN;
            }
            String text = answer.toString(StandardCharsets.UTF_8);
            results(environment).print(text);
            return exitCode(text);
        } catch (CommandFailure e) {
            throw e.endingWith(UNKNOWN);
        } catch (IOException e) {
            environment.error("[ERROR] " + e.getMessage());
            return UNKNOWN;
        }
    }

    private static int exitCode(String text) {
        Matcher status = STATUS.matcher(text);
        return switch (status.find() ? status.group(1) : "") {
            case "ok" -> OK;
            case "warn", "temporarily-unavailable" -> WARNING;
            case "critical" -> CRITICAL;
            default -> UNKNOWN;
        };
    }
}
