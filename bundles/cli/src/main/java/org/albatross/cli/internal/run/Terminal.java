package org.albatross.cli.internal.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What stands behind standard output.
 *
 * @param interactive whether a person reads it
 * @param columns how wide it is, at least 1
 * @param colours whether it may be coloured
 */
public record Terminal(boolean interactive, int columns, boolean colours) {
    /** A pipe or a file. */
    public static final Terminal NONE = new Terminal(false, 80, false);

    private static final int DEFAULT_COLUMNS = 80;

    /**
     * Finds out by the system property {@code albatross.columns}, which the start script sets to the
     * terminal's width, or to 0 when there is none; without it by Linux's {@code /proc}.
     */
    static Terminal find(Map<String, String> variables) {
        int columns = found(variables);
        if (columns == 0) {
            return NONE;
        }
        boolean plain = variables.getOrDefault("TERM", "dumb").equals("dumb");
        boolean unwanted = !variables.getOrDefault("NO_COLOR", "").isEmpty();
        return new Terminal(true, columns, !plain && !unwanted);
    }

    /** Tells whether a person types standard input. */
    public static boolean isTyped() {
        return isTerminal(0);
    }

    private static int found(Map<String, String> variables) {
        Integer fromScript = Integer.getInteger("albatross.columns");
        if (fromScript != null) {
            return fromScript;
        }
        if (!isTerminal(1)) {
            return 0;
        }
        return columns(variables);
    }

    /** Returns how wide a terminal is by the environment variables; {@value #DEFAULT_COLUMNS} where that does not tell. */
    public static int columns(Map<String, String> variables) {
        try {
            int columns = Integer.parseInt(variables.getOrDefault("COLUMNS", ""));
            return columns > 0 ? columns : DEFAULT_COLUMNS;
        } catch (NumberFormatException e) {
            return DEFAULT_COLUMNS;
        }
    }

    /** Tells whether a descriptor of this process is a terminal. */
    private static boolean isTerminal(int descriptor) {
        try {
            Path target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor));
            return target.startsWith("/dev/pts") || target.toString().startsWith("/dev/tty");
        } catch (IOException e) {
            return false;
        }
    }
}
