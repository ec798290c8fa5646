package org.albatross.cli.internal;

import org.albatross.cli.internal.run.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Manual pages in the language of man(7). */
final class ManPage {
    private final StringBuilder text = new StringBuilder();

    private ManPage(String page) {
        text.append(".TH ").append(escaped(page)).append(" 1 \"\" ");
        text.append('"').append(escaped(Version.product())).append("\" \"Albatross\"\n");
    }

    /** Returns the page of the program itself. */
    static String ofProgram(String program) {
        ManPage page = new ManPage(program);
        page.section("NAME").line(program + " - deploy and supervise MirageOS unikernels");
        page.section("SYNOPSIS").line(program + " COMMAND [OPTION]... [OPERAND]...");
        page.section("COMMANDS");
        for (Commands entry : Commands.values()) {
            page.item(entry.word(), entry.summary());
        }
        page.section("NAMES")
                .line("Names are path:label, at the root a label alone. Commands and options may be"
                        + " cut short as long as they are clear; commands are taken with - or _.");
        page.exitStatus();
        page.section("ENVIRONMENT");
        page.item("ALBATROSS_RUN_DIR", "the platform's run directory, where its sockets are");
        page.item("NO_COLOR", "when not empty, no colours are used");
        page.item("TMPDIR", "where fetched images and block devices are written");
        page.section("SEE ALSO");
        StringBuilder pages = new StringBuilder();
        for (Commands entry : Commands.values()) {
            pages.append(pages.isEmpty() ? "" : ", ")
                    .append(program)
                    .append('-')
                    .append(entry.word())
                    .append("(1)");
        }
        return page.line(pages.toString()).text.toString();
    }

    /** Returns the page of a command. */
    static String of(String program, Commands entry, Terminal terminal) {
        CommandLine line = Parser.of(entry.newCommand(), program + " " + entry.word(), terminal);
        CommandSpec spec = line.getCommandSpec();
        ManPage page = new ManPage(program + "-" + entry.word());
        page.section("NAME").line(program + "-" + entry.word() + " - " + entry.summary());
        StringBuilder synopsis = new StringBuilder(program + " " + entry.word() + " [OPTION]...");
        spec.positionalParameters().forEach(operand -> synopsis.append(' ').append(Synopsis.of(operand)));
        page.section("SYNOPSIS").line(synopsis.toString());
        page.section("DESCRIPTION");
        for (String paragraph : spec.usageMessage().description()) {
            page.line(Synopsis.plain(paragraph));
        }
        page.operandsAndOptions(spec);
        for (String paragraph : spec.usageMessage().footer()) {
            page.text.append(paragraph.isEmpty() ? ".PP\n" : "");
            page.line(paragraph);
        }
        page.exitStatus();
        page.section("SEE ALSO").line(program + "(1)");
        return page.text.toString();
    }

    private void operandsAndOptions(CommandSpec spec) {
        if (!spec.positionalParameters().isEmpty()) {
            section("OPERANDS");
            for (PositionalParamSpec operand : spec.positionalParameters()) {
                item(operand.paramLabel(), Synopsis.description(operand));
            }
        }
        section("OPTIONS");
        Synopsis.options(spec).forEach(option -> item(Synopsis.of(option), Synopsis.description(option)));
    }

    private void exitStatus() {
        section("EXIT STATUS");
        item("0", "done; also when a stream ended");
        item("117", "the platform answered that the command failed");
        item("118", "a download failed");
        item("121", "communication failed, or the platform closed the connection before it answered");
        item("122", "no connection to the platform");
        item("124", "the command line, or a file that it names, cannot be used");
        item("125", "a defect of the program");
        item("141", "the reader of standard output has closed it, as head does; no message");
    }

    private ManPage section(String title) {
        text.append(".SH ").append(title).append('\n');
        return this;
    }

    private void item(String term, String description) {
        text.append(".TP\n.B ").append(escaped(term)).append('\n');
        line(description);
    }

    private ManPage line(String words) {
        text.append(escaped(words)).append('\n');
        return this;
    }

    /** Returns words that man(7) takes as text: no request at the beginning of a line, hyphens that can be copied. */
    private static String escaped(String words) {
        String text = words.replace("\\", "\\e").replace("-", "\\-").strip();
        return text.startsWith(".") || text.startsWith("'") ? "\\&" + text : text;
    }
}
