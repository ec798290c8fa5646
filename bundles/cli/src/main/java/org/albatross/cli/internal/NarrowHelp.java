package org.albatross.cli.internal;

import org.albatross.cli.internal.report.Paragraph;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** A command's help on a terminal that is too narrow for two columns: what there is to say stands below its name. */
final class NarrowHelp {
    private final int columns;
    private final StringBuilder text = new StringBuilder();

    private NarrowHelp(int columns) {
        this.columns = columns;
    }

    /** Returns the help of a command, in lines of so many columns as far as its words allow that. */
    static String of(CommandLine line, int columns) {
        CommandSpec spec = line.getCommandSpec();
        NarrowHelp help = new NarrowHelp(columns);
        StringBuilder usage = new StringBuilder("Usage: " + line.getCommandName() + " [OPTIONS]");
        spec.positionalParameters().forEach(operand -> usage.append(' ').append(Synopsis.of(operand)));
        help.paragraph(usage.toString(), 0);
        for (String paragraph : spec.usageMessage().description()) {
            help.paragraph(Synopsis.plain(paragraph), 0);
        }
        if (!spec.positionalParameters().isEmpty()) {
            help.text.append("\nOperands:\n");
        }
        for (PositionalParamSpec operand : spec.positionalParameters()) {
            help.item(operand.paramLabel(), Synopsis.description(operand));
        }
        help.text.append("\nOptions:\n");
        for (OptionSpec option : Synopsis.options(spec)) {
            help.item(Synopsis.of(option), Synopsis.description(option));
        }
        for (String paragraph : spec.usageMessage().footer()) {
            help.paragraph(Synopsis.plain(paragraph), 0);
        }
        return help.text.toString();
    }

    private void item(String term, String description) {
        paragraph(term, 0);
        paragraph(description, Paragraph.indent(columns));
    }

    private void paragraph(String words, int indent) {
        text.append(Paragraph.fill(words, columns, indent));
    }
}
