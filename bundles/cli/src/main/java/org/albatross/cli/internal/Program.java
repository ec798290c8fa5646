package org.albatross.cli.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import org.albatross.cli.internal.command.Subcommand;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.cli.internal.run.Environment;
import org.albatross.cli.internal.run.ExitCode;
import org.albatross.configuration.EditDistance;
import org.albatross.model.Text;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * One run of the program: from its words to its exit code. Only the sub-command that is asked for is ever
 * looked at, which keeps the start short.
 */
public final class Program {
    /** Options before the sub-command whose value is a word of its own. */
    private static final Set<String> WITH_VALUE = Set.of(
            "--run-dir", "--tmpdir", "--dbdir", "--state-dir", "--etc-dir", "--color", "--verbosity", "--socket");

    /** An older program, all of whose commands are requests. */
    private static final String REQUESTING = "albatross-provision-request";

    private static final String REQUEST = "--csr";

    /** An older program, all of whose commands go to a platform elsewhere, and to this one unless it is said. */
    private static final String SENDING = "albatross-client-bistro";

    private static final String SENT_TO = "localhost:1025";

    private static final char REPLACEMENT = '\ufffd';

    private final Environment environment;

    /** A program in these environment. */
    public Program(Environment environment) {
        this.environment = environment;
    }

    /** Runs a command line, and returns the exit code; everything was printed and flushed then. */
    public int run(List<String> words) {
        int exitCode = dispatch(words);
        environment.out().flush();
        environment.err().flush();
        if (exitCode == ExitCode.OK && environment.out().readerLeft()) {
            return ExitCode.BROKEN_PIPE;
        }
        Optional<String> failure = environment.out().failure();
        if (exitCode == ExitCode.OK && failure.isPresent()) {
            environment.error("[ERROR] cannot write to standard output: " + failure.get());
            return ExitCode.COMMUNICATION;
        }
        return exitCode;
    }

    private int dispatch(List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            // What Java makes of bytes that are not UTF-8; the word itself may be a secret.
            if (words.get(i).indexOf(REPLACEMENT) >= 0) {
                environment.error("word " + (i + 1) + " of the command line is not in UTF-8");
                return ExitCode.COMMAND_LINE;
            }
        }
        int at = firstOperand(words);
        if (at == words.size()) {
            return withoutCommand(words);
        }
        List<String> rest = new ArrayList<>(words);
        String word = rest.remove(at);
        if (word.equals("help")) {
            return rest.isEmpty() ? overview() : withCommand(rest.get(0), List.of("--help"));
        }
        return withCommand(word, rest);
    }

    private static int firstOperand(List<String> words) {
        int at = 0;
        while (at < words.size() && words.get(at).startsWith("-")) {
            at += WITH_VALUE.contains(words.get(at)) ? 2 : 1;
        }
        return Math.min(at, words.size());
    }

    private int withoutCommand(List<String> words) {
        if (words.contains("--version")) {
            environment.out().print(Version.line() + "\n");
            return ExitCode.OK;
        }
        for (String word : words) {
            if (!word.equals("--help") && !word.startsWith("--help=")) {
                return refuse("no command after '" + Text.of(word) + "'");
            }
        }
        return overview();
    }

    private int overview() {
        environment
                .out()
                .print(Overview.text(
                        environment.programName(), environment.terminal().columns()));
        return ExitCode.OK;
    }

    private int refuse(String message) {
        environment.error(message + " (" + environment.programName() + " --help lists the commands)");
        return ExitCode.COMMAND_LINE;
    }

    private int withCommand(String word, List<String> arguments) {
        List<Commands> meant = Commands.meantBy(word);
        if (meant.isEmpty()) {
            return refuse("unknown command '" + Text.of(word) + "'"
                    + EditDistance.nearest(word.replace('_', '-'), Commands.words())
                            .map(near -> ", is " + near + " meant?")
                            .orElse(""));
        }
        if (meant.size() > 1) {
            StringJoiner words = new StringJoiner(", ");
            meant.forEach(command -> words.add(command.word()));
            return refuse("'" + Text.of(word) + "' may be any of " + words);
        }
        String name = environment.programName() + " " + meant.get(0).word();
        Subcommand command = meant.get(0).newCommand();
        CommandLine line = Parser.of(command, name, environment.terminal());
        setDefaults(line, environment.programName());
        try {
            Parser.parse(line, withRequest(line, arguments));
        } catch (ParameterException e) {
            environment.error(Parser.message(e) + " (see " + name + " --help)");
            return ExitCode.COMMAND_LINE;
        }
        if (line.isUsageHelpRequested()) {
            int columns = environment.terminal().columns();
            if (columns < Parser.NARROWEST) {
                environment.out().print(NarrowHelp.of(line, columns));
            } else {
                line.usage(environment.out());
            }
            return ExitCode.OK;
        }
        if (line.isVersionHelpRequested()) {
            environment.out().print(Version.line() + "\n");
            return ExitCode.OK;
        }
        return run(command);
    }

    /** Sets what the program's name says of options that are not given. */
    static void setDefaults(CommandLine line, String program) {
        OptionSpec destination = line.getCommandSpec().findOption("--destination");
        if (program.equals(SENDING)
                && destination != null
                && line.getCommandSpec().findOption("--ca-key") != null) {
            line.setDefaultValueProvider(argument -> argument.equals(destination) ? SENT_TO : null);
        }
    }

    /** Adds the option that the program's name stands for. */
    private List<String> withRequest(CommandLine line, List<String> arguments) {
        if (!environment.programName().equals(REQUESTING)
                || line.getCommandSpec().findOption(REQUEST) == null) {
            return arguments;
        }
        List<String> all = new ArrayList<>(arguments);
        all.remove(REQUEST);
        all.add(0, REQUEST);
        return all;
    }

    private int run(Subcommand command) {
        try {
            return command.run(environment);
        } catch (CommandFailure e) {
            environment.error(e.text(environment.terminal().interactive()));
            return e.exitCode();
        } catch (IOException e) {
            if (environment.out().readerLeft()) {
                return ExitCode.BROKEN_PIPE;
            }
            String message = e.getMessage();
            environment.error("[ERROR] " + (message == null ? e.toString() : message));
            return ExitCode.COMMUNICATION;
        } catch (RuntimeException e) {
            environment.error("[ERROR] internal error, please report it: " + e);
            if (command.verbosity().compareTo(Subcommand.Verbosity.INFO) >= 0) {
                e.printStackTrace(environment.err());
            }
            return ExitCode.INTERNAL;
        }
    }
}
