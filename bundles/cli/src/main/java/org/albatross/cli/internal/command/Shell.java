package org.albatross.cli.internal.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.albatross.cli.internal.peer.ShellPeer;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.cli.internal.run.Environment;
import org.albatross.cli.internal.run.ExitCode;
import org.albatross.cli.internal.run.Terminal;
import org.albatross.cli.internal.shell.LineEditor;
import org.albatross.cli.internal.shell.ShellLines;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code shell}: the platform's own shell, for one line, for the lines of standard input, or on a terminal. */
@Command(
        name = "shell",
        description =
                "Open the platform's shell, for administrators: bundles, components, and all that this program does."
                        + " Without a line it reads standard input, on a terminal with history and completion.")
public final class Shell extends ServerCommand {
    @Parameters(
            arity = "0..*",
            paramLabel = "LINE",
            description = "A line to carry out: one word in quotes, or several; -- before words that begin with a -.")
    private List<String> words = List.of();

    @Override
    public int run(Environment environment) throws IOException, CommandFailure {
        try (ShellPeer peer = peers(environment).connectToShell()) {
            if (words.isEmpty() && terminal(environment).interactive() && Terminal.isTyped()) {
                new LineEditor(peer, environment.variables()).run();
                return ExitCode.OK;
            }
            ShellLines lines = new ShellLines(
                    peer, environment.out().throwing(), terminal(environment).columns());
            return words.isEmpty() ? runScript(environment, lines) : run(environment, lines, String.join(" ", words));
        }
    }

    /** Up to the first line that fails. */
    private static int runScript(Environment environment, ShellLines lines) throws IOException, CommandFailure {
        BufferedReader script = new BufferedReader(new InputStreamReader(environment.in(), StandardCharsets.UTF_8));
        int exitCode = ExitCode.OK;
        for (String line = script.readLine(); line != null && exitCode == ExitCode.OK; line = script.readLine()) {
            exitCode = line.isBlank() ? ExitCode.OK : run(environment, lines, line);
        }
        return exitCode;
    }

    private static int run(Environment environment, ShellLines lines, String line) throws IOException, CommandFailure {
        Optional<String> failure = lines.execute(line);
        failure.ifPresent(environment::error);
        return failure.isPresent() ? ExitCode.COMMAND_FAILED : ExitCode.OK;
    }
}
