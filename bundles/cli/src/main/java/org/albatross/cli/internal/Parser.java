package org.albatross.cli.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;
import org.albatross.cli.internal.command.Subcommand;
import org.albatross.cli.internal.run.Terminal;
import org.albatross.configuration.EditDistance;
import org.albatross.model.CpuId;
import org.albatross.model.Integer63;
import org.albatross.model.Megabytes;
import org.albatross.model.Text;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads the words behind a sub-command as the original's option parser does: long options may be cut short
 * as long as they are clear, and what stands behind an option that takes a value is its value.
 */
final class Parser {
    /** Below this picocli lays nothing out. */
    static final int NARROWEST = 55;

    private static final int WIDEST = 100;
    /** The types that are written as a whole number. */
    private static final Set<Class<?>> NUMBERS =
            Set.of(int.class, Integer.class, long.class, Long.class, CpuId.class, Megabytes.class);

    private Parser() {}

    /** Returns a parser that fills in {@code command}; {@code name} is what its help calls it. */
    static CommandLine of(Subcommand command, String name, Terminal terminal) {
        CommandLine line = new CommandLine(command);
        line.getCommandSpec()
                .usageMessage()
                .abbreviateSynopsis(true)
                .sortOptions(false)
                .parameterListHeading("%nOperands:%n")
                .optionListHeading("%nOptions:%n");
        line.registerConverter(long.class, Parser::number)
                .registerConverter(Long.class, Parser::number)
                .registerConverter(CpuId.class, word -> new CpuId(number(word)))
                .registerConverter(Megabytes.class, word -> new Megabytes(number(word)));
        return line.setCommandName(name)
                .setAllowOptionsAsOptionParameters(true)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExpandAtFiles(false)
                .setUsageHelpWidth(Math.max(NARROWEST, Math.min(terminal.columns(), WIDEST)))
                .setColorScheme(new Help.ColorScheme.Builder(terminal.colours() ? Help.Ansi.ON : Help.Ansi.OFF)
                        .commands(Help.Ansi.Style.bold)
                        .options(Help.Ansi.Style.bold)
                        .parameters(Help.Ansi.Style.underline)
                        .optionParams(Help.Ansi.Style.underline)
                        .build());
    }

    /** Reads a number as the protocol has them, of 63 bits. */
    private static long number(String word) {
        try {
            long number = Long.parseLong(word);
            if (!Integer63.holds(number)) {
                throw new TypeConversionException(word);
            }
            return number;
        } catch (NumberFormatException e) {
            throw new TypeConversionException(word);
        }
    }

    private static boolean isWhole(@Nullable String word) {
        return word != null && word.matches("[+-]?[0-9]+");
    }

    /** Parses {@code words} into the command. */
    static void parse(CommandLine line, List<String> words) {
        List<String> complete = new ArrayList<>();
        boolean operandsOnly = false;
        boolean value = false;
        for (String word : words) {
            operandsOnly |= word.equals("--") && !value;
            String option = operandsOnly || value || !word.startsWith("--") ? word : completed(line, word);
            complete.add(option);
            value = takesNextWord(line, option);
        }
        line.parseArgs(complete.toArray(String[]::new));
    }

    /** Returns a long option in full; unchanged when it is none, or not clear. */
    private static String completed(CommandLine line, String word) {
        int equals = word.indexOf('=');
        String begin = equals < 0 ? word : word.substring(0, equals);
        String value = equals < 0 ? "" : word.substring(equals);
        if (begin.equals("--help")) {
            return begin;
        }
        String found = null;
        OptionSpec meant = null;
        for (OptionSpec option : line.getCommandSpec().options()) {
            for (String name : option.names()) {
                if (name.equals(begin)) {
                    return word;
                }
                if (name.startsWith(begin)) {
                    if (meant != null && !meant.equals(option)) {
                        return word;
                    }
                    meant = option;
                    found = name;
                }
            }
        }
        return found == null ? word : found + value;
    }

    private static boolean takesNextWord(CommandLine line, String word) {
        OptionSpec option = line.getCommandSpec().findOption(word);
        return option != null && option.arity().min() > 0;
    }

    /** Returns what is wrong with a command line, in one line; what was given is escaped in it. */
    static String message(ParameterException failure) {
        return words(failure).replace("\n", "\\n");
    }

    private static String words(ParameterException failure) {
        List<String> unknown = failure.getCommandLine().getUnmatchedArguments();
        if (!unknown.isEmpty()) {
            String word = unknown.get(0);
            return word.startsWith("-")
                    ? "unknown option '" + Text.of(word) + "'" + meant(failure.getCommandLine(), word)
                    : "too many operands: '" + Text.of(word) + "'";
        }
        if (failure instanceof MissingParameterException missing) {
            ArgSpec argument = missing.getMissing().get(0);
            return label(argument) + (argument.isOption() ? " needs a value" : " is missing");
        }
        ArgSpec argument = failure.getArgSpec();
        if (argument != null && failure.getCause() instanceof TypeConversionException e) {
            return label(argument) + ": " + words(argument, failure.getValue(), e);
        }
        return String.valueOf(failure.getMessage());
    }

    private static String words(ArgSpec argument, @Nullable String word, TypeConversionException failure) {
        Class<?> type = argument.auxiliaryTypes()[0];
        String given = "'" + Text.of(String.valueOf(word)) + "'";
        if (type.isEnum()) {
            StringJoiner possible = new StringJoiner(", ");
            for (Object constant : type.getEnumConstants()) {
                possible.add(constant.toString().toLowerCase(Locale.ROOT));
            }
            return given + " is not one of " + possible;
        }
        if (NUMBERS.contains(type)) {
            return given + " is not a whole number" + (isWhole(word) ? " that fits, at most " + Integer63.MAX : "");
        }
        return String.valueOf(failure.getMessage());
    }

    /** Returns which option may be meant by an unknown one, as the end of a message. */
    private static String meant(CommandLine line, String word) {
        int equals = word.indexOf('=');
        String option = equals < 0 ? word : word.substring(0, equals);
        List<String> known = new ArrayList<>();
        line.getCommandSpec().options().forEach(one -> known.addAll(List.of(one.names())));
        return EditDistance.nearest(option, known)
                .map(near -> ", is " + near + " meant?")
                .orElse("");
    }

    private static String label(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }
}
