package org.albatross.cli.internal;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.albatross.cli.internal.run.Terminal;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Scripts for shells: a table of what each command takes, made from the commands themselves, a function that finds in it
 * what may stand where, and what the shell wants around it.
 *
 * <p>In the table an option is {@code --name}, or {@code --name=VALUES} when it takes a value; an operand is {@code
 * VALUES}. These are words with {@code |} in between, {@code @} for a file, {@code -} for anything else.
 */
final class CompletionScript {
    private static final String FILE = "@";
    private static final String ANYTHING = "-";
    private static final Set<String> FILES = Set.of("DIR", "FILE");

    private final String program;
    private final Terminal terminal;

    /** Scripts for a program that is called {@code program}. */
    CompletionScript(String program, Terminal terminal) {
        this.program = program;
        this.terminal = terminal;
    }

    /** Returns what Bash reads. */
    String bash() throws IOException {
        return "# Completes the command lines of " + program + " in bash.\n" + common() + resource("completion.bash")
                + "complete -F _albatross_bash " + program + "\n";
    }

    /** Returns what zsh reads, as a file in its function path, or by {@code eval}. */
    String zsh() throws IOException {
        return "#compdef " + program + "\n# Completes the command lines of " + program + " in zsh.\n" + common()
                + resource("completion.zsh")
                + """
                if [[ ${funcstack[1]-} == _%1$s ]]; then
                  _albatross_zsh
                else
                  (( ${+functions[compdef]} )) || { autoload -Uz compinit && compinit }
                  compdef _albatross_zsh %1$s
                fi
                """
                        .formatted(program);
    }

    private String common() throws IOException {
        StringBuilder script = new StringBuilder();
        StringBuilder words = new StringBuilder("help demo");
        script.append("\n# Sets what the command $1 takes.\n_albatross_command() {\n  case $1 in\n");
        for (Commands entry : Commands.values()) {
            words.append(' ').append(entry.word());
            CommandSpec spec =
                    Parser.of(entry.newCommand(), entry.word(), terminal).getCommandSpec();
            script.append("    ").append(pattern(entry)).append(")\n");
            script.append("      flags='").append(options(spec)).append("'\n");
            script.append("      operands='").append(operands(spec)).append("' ;;\n");
        }
        script.append("    *) flags='--help --version' operands= ;;\n  esac\n}\n");
        return script.append("_albatross_commands='")
                .append(words)
                .append("'\n\n")
                .append(resource("completion.sh"))
                .toString();
    }

    /** Returns the command as it is taken: with - or _. */
    private static String pattern(Commands entry) {
        return entry.word().replace("-", "[-_]");
    }

    private static String options(CommandSpec spec) {
        List<String> options = new ArrayList<>();
        spec.options().stream()
                .sorted(Comparator.comparingInt(OptionSpec::order))
                .forEach(option -> {
                    String value = option.arity().min() == 0 ? "" : "=" + values(option);
                    for (String name : option.names()) {
                        if (name.startsWith("--")) {
                            options.add(name + value);
                        }
                    }
                });
        return String.join(" ", options);
    }

    private static String operands(CommandSpec spec) {
        List<String> operands = new ArrayList<>();
        for (PositionalParamSpec operand : spec.positionalParameters()) {
            operands.add(values(operand));
        }
        return String.join(" ", operands);
    }

    private static String values(ArgSpec argument) {
        Class<?> type = argument.auxiliaryTypes()[0];
        if (type.isEnum()) {
            List<String> words = new ArrayList<>();
            for (Object constant : type.getEnumConstants()) {
                words.add(constant.toString().toLowerCase(Locale.ROOT));
            }
            return String.join("|", words);
        }
        return type == Path.class || FILES.contains(argument.paramLabel()) ? FILE : ANYTHING;
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = CompletionScript.class.getResourceAsStream("/org/albatross/cli/" + name)) {
            if (in == null) {
                throw new FileNotFoundException(name + " is missing in the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
