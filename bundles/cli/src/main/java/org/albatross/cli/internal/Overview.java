package org.albatross.cli.internal;

import org.albatross.cli.internal.report.Paragraph;

/** What {@code albatross --help} prints: the commands by what they are about. */
final class Overview {
    private static final int SUMMARY_COLUMN = 24;
    private static final int WIDEST = 80;
    private static final int NARROWEST_SUMMARY = 24;

    private final int columns;
    private final StringBuilder text = new StringBuilder();

    private Overview(int columns) {
        this.columns = columns;
    }

    /** Returns it for a terminal of so many columns. */
    static String text(String program, int columns) {
        Overview overview = new Overview(Math.min(columns, WIDEST));
        overview.paragraph("Usage: " + program + " COMMAND [OPTION]... [OPERAND]...");
        overview.paragraph("Deploys and supervises MirageOS unikernels on this host.");
        for (Commands.Group group : Commands.Group.values()) {
            overview.text.append('\n');
            overview.paragraph(group.title() + ":");
            for (Commands command : Commands.values()) {
                if (command.group() == group) {
                    overview.item(command.word(), command.summary(), SUMMARY_COLUMN);
                }
            }
        }
        overview.item("demo", "show the platform at work on this machine", SUMMARY_COLUMN);
        overview.text.append('\n');
        overview.paragraph("Names are path:label, at the root a label alone. Commands and options may be cut short as"
                + " long as they are clear; commands are taken with - or _.");
        overview.text.append('\n');
        int beside = program.length() + " COMMAND --help".length() + 4;
        overview.item(program + " COMMAND --help", "what a command takes", beside);
        overview.item(program + " --version", "the version", beside);
        overview.text.append('\n');
        overview.paragraph("Exit codes: 0 done, 117 the command failed, 118 HTTP, 121 communication, 122 no"
                + " connection, 124 command line, 125 a defect of the program, 141 closed pipe.");
        return overview.text.toString();
    }

    private void paragraph(String words) {
        text.append(Paragraph.fill(words, columns, 0));
    }

    /** Appends a term and what it is, beside or, where there is little room, below it. */
    private void item(String term, String summary, int at) {
        if (columns < at + NARROWEST_SUMMARY) {
            text.append(Paragraph.fill(term, columns, Paragraph.indent(columns) / 2));
            text.append(Paragraph.fill(summary, columns, Paragraph.indent(columns)));
            return;
        }
        String begin = "  " + term;
        text.append(begin);
        text.append(" ".repeat(Math.max(2, at - begin.length())));
        int column = Math.max(begin.length() + 2, at);
        text.append(Paragraph.fill(summary, columns, column).stripLeading());
    }
}
