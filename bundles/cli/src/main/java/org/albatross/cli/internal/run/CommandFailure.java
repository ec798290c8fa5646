package org.albatross.cli.internal.run;

/** Ends a command with an exit code, and with a message for people unless everything was said already. */
public final class CommandFailure extends Exception {
    private static final long serialVersionUID = 1;

    private final int exitCode;

    private CommandFailure(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** Ends with the code and the message, which is one line but for the list of a manifest. */
    public static CommandFailure of(int exitCode, String message) {
        return new CommandFailure(exitCode, message);
    }

    /** Ends with the code alone. */
    public static CommandFailure silent(int exitCode) {
        return new CommandFailure(exitCode, "");
    }

    /** Ends because the command line, or a file that it names, cannot be used. */
    public static CommandFailure usage(String message) {
        return new CommandFailure(ExitCode.COMMAND_LINE, message);
    }

    /** Returns the exit code. */
    public int exitCode() {
        return exitCode;
    }

    /** Returns the message, empty when there is nothing more to say. */
    public String text() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
