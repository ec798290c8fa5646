package org.albatross.cli.internal;

import java.util.Comparator;
import java.util.List;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** What a command takes, in words, for pages that picocli does not lay out. */
final class Synopsis {
    private Synopsis() {}

    /** Returns an operand as it stands on a command line, in brackets when it may be left out. */
    static String of(PositionalParamSpec operand) {
        return operand.arity().min() == 0 ? "[" + operand.paramLabel() + "]" : operand.paramLabel();
    }

    /** Returns the names of an option, with its value. */
    static String of(OptionSpec option) {
        String names = String.join(", ", option.names());
        if (option.arity().max() == 0) {
            return names;
        }
        return names + (option.arity().min() == 0 ? "[=" + option.paramLabel() + "]" : "=" + option.paramLabel());
    }

    /** Returns the options of a command in their order. */
    static List<OptionSpec> options(CommandSpec spec) {
        return spec.options().stream()
                .sorted(Comparator.comparingInt(OptionSpec::order))
                .toList();
    }

    /** Returns what is said about an option or an operand. */
    static String description(ArgSpec argument) {
        return plain(String.join(" ", argument.description())
                .replace("${DEFAULT-VALUE}", String.valueOf(argument.defaultValueString(true))));
    }

    /** Returns a description without the marks that picocli reads in it. */
    static String plain(String description) {
        return description.replace("$$", "$").replace("%%", "%");
    }
}
