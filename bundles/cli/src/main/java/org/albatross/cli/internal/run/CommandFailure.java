package org.albatross.cli.internal.run;

import org.albatross.model.Name;
import org.albatross.model.Text;

/** Ends a command with an exit code, and with a message for people unless everything was said already. */
public final class CommandFailure extends Exception {
    private static final long serialVersionUID = 1;

    private final int exitCode;
    private final String forPeople;

    private CommandFailure(int exitCode, String message, String forPeople) {
        super(message);
        this.exitCode = exitCode;
        this.forPeople = forPeople;
    }

    /** Ends with the code and the message, which is one line but for the list of a manifest. */
    public static CommandFailure of(int exitCode, String message) {
        return new CommandFailure(exitCode, message, message);
    }

    /** Ends with the code alone. */
    public static CommandFailure silent(int exitCode) {
        return new CommandFailure(exitCode, "", "");
    }

    /** Ends because the command line, or a file that it names, cannot be used. */
    public static CommandFailure usage(String message) {
        return of(ExitCode.COMMAND_LINE, message);
    }

    /** Ends because the platform answered that the command about {@code name} failed. */
    public static CommandFailure refused(Name name, Text reason) {
        return new CommandFailure(
                ExitCode.COMMAND_FAILED,
                "[WARNING] host [unikernel: " + name + "]: command failed " + reason.line(),
                name.brief() + ": " + reason.line());
    }

    /** Returns the same failure with another exit code. */
    public CommandFailure endingWith(int other) {
        return new CommandFailure(other, String.valueOf(getMessage()), forPeople);
    }

    /** Returns the exit code. */
    public int exitCode() {
        return exitCode;
    }

    /** Returns the message, empty when there is nothing more to say: the original's words, or those for a person. */
    public String text(boolean person) {
        return person ? forPeople : String.valueOf(getMessage());
    }
}
