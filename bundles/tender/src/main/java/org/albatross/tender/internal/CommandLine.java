package org.albatross.tender.internal;

import java.util.List;

/**
 * The tender's command line before the image is known: {@code [OPTIONS] [--] KERNEL [ARGS]}.
 *
 * @param action what is asked for
 * @param options the options as they stand, without {@code --}
 * @param kernel the image's path; empty unless it is to be run
 * @param guest the guest's command line: ARGS joined by one blank
 */
record CommandLine(Action action, List<String> options, String kernel, String guest) {

    /** What the tender is asked to do. */
    enum Action {
        RUN,
        SHOW_HELP,
        SHOW_VERSION
    }

    CommandLine {
        options = List.copyOf(options);
    }

    /**
     * Finds the image among the arguments. An option for help or version before it wins.
     *
     * @throws TenderException when there is none
     */
    static CommandLine parse(List<String> arguments) throws TenderException {
        int at = 0;
        int options = 0;
        while (at < arguments.size() && arguments.get(at).startsWith("-")) {
            String argument = arguments.get(at);
            at++;
            if (argument.equals("--")) {
                break;
            }
            if (argument.equals("--help")) {
                return new CommandLine(Action.SHOW_HELP, List.of(), "", "");
            }
            if (argument.equals("--version")) {
                return new CommandLine(Action.SHOW_VERSION, List.of(), "", "");
            }
            options = at;
        }
        if (at == arguments.size()) {
            throw TenderException.usage("Missing KERNEL operand");
        }
        return new CommandLine(
                Action.RUN,
                arguments.subList(0, options),
                arguments.get(at),
                String.join(" ", arguments.subList(at + 1, arguments.size())));
    }
}
