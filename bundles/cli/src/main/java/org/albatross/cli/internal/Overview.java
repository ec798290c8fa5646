package org.albatross.cli.internal;

/** What {@code albatross --help} prints: the commands by what they are about. */
final class Overview {
    private static final int SUMMARY_COLUMN = 22;

    private Overview() {}

    static String text(String program) {
        StringBuilder text = new StringBuilder();
        text.append("Usage: ").append(program).append(" COMMAND [OPTION]... [OPERAND]...\n");
        text.append("Deploys and supervises MirageOS unikernels on this host.\n");
        for (Catalogue.Group group : Catalogue.Group.values()) {
            text.append('\n').append(group.title()).append(":\n");
            for (Catalogue command : Catalogue.values()) {
                if (command.group() == group) {
                    text.append("  ").append(command.word());
                    text.append(" "
                            .repeat(Math.max(2, SUMMARY_COLUMN - command.word().length())));
                    text.append(command.summary()).append('\n');
                }
            }
        }
        text.append("  demo").append(" ".repeat(SUMMARY_COLUMN - 4));
        text.append("show the platform at work on this machine\n");
        text.append("\nNames are path:label, at the root a label alone. Commands and options may be cut\n");
        text.append("short as long as they are clear; commands are taken with - or _.\n");
        text.append("\n  ").append(program).append(" COMMAND --help    what a command takes\n");
        text.append("  ").append(program).append(" --version         the version\n");
        text.append("\nExit codes: 0 done, 117 the command failed, 118 HTTP, 121 communication, 122 no\n");
        text.append("connection, 124 command line, 125 a defect of the program.\n");
        return text.toString();
    }
}
