package org.albatross.host;

import java.util.List;
import java.util.Optional;

/**
 * What a wrapper's command line says: {@code sh .../albatross-run INSTANCE NAME RUN FORMAT LOCK DIRECTORY ...}. By it the
 * process table is swept for what runs without a record. Between its fork and its exec a tender has the line of the
 * wrapper, which is its parent; so have for a moment the wrapper's other children.
 *
 * @param instance the instance id of the platform that started it
 * @param name the unikernel's written name
 * @param runId the run
 * @param directory the unikernel's run directory; empty where the line ends before it
 */
public record WrapperLine(String instance, String name, long runId, String directory) {
    /** The file name of the wrapper. */
    public static final String PROGRAM = "albatross-run";

    /** How many words may stand before it: the shell that runs it, and what starts that, with its options. */
    private static final int LONGEST_PREFIX = 4;

    /** Which word it is, counted from the wrapper. */
    private static final int DIRECTORY = 6;

    /** Returns what a command line says, or nothing when it is neither a wrapper's nor that of what starts one. */
    public static Optional<WrapperLine> of(List<String> commandLine) {
        for (int program = 0; program <= LONGEST_PREFIX && program + 3 < commandLine.size(); program++) {
            String runId = commandLine.get(program + 3);
            if (isWrapper(commandLine.get(program)) && runId.matches("[0-9]{1,18}")) {
                return Optional.of(new WrapperLine(
                        commandLine.get(program + 1),
                        commandLine.get(program + 2),
                        Long.parseLong(runId),
                        program + DIRECTORY < commandLine.size() ? commandLine.get(program + DIRECTORY) : ""));
            }
        }
        return Optional.empty();
    }

    private static boolean isWrapper(String program) {
        return program.equals(PROGRAM) || program.endsWith("/" + PROGRAM);
    }
}
