package org.albatross.cli.internal.run;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.albatross.model.Text;
import org.albatross.store.Directories;

/**
 * What one run of the program is given: its name, environment variables, streams, terminal, clock.
 *
 * @param programName the name that it was called by
 * @param variables the environment variables
 * @param in standard input
 * @param out standard output
 * @param err standard error
 * @param terminal what standard output is
 * @param clock the time of day
 * @param pause how to wait
 * @param directories where the platform's files are, unless a command line says otherwise
 * @param libexec where the programs of the platform are, of which this one starts some; absent where none is installed
 */
public record Environment(
        String programName,
        Map<String, String> variables,
        InputStream in,
        Output out,
        PrintStream err,
        Terminal terminal,
        InstantSource clock,
        Pause pause,
        Directories directories,
        Optional<Path> libexec) {
    /** Where the files are when nothing that started the program says so. */
    private static final Map<String, String> STANDARD =
            Map.of(Directories.STATE, "/var/lib/albatross", Directories.RUN, "/run/albatross");

    /** Waits. */
    @FunctionalInterface
    public interface Pause {
        /** Returns after {@code time}, or at once, interrupted again, when the thread is interrupted. */
        void of(Duration time);
    }

    /** Copies the variables. */
    public Environment {
        variables = Map.copyOf(variables);
    }

    /** Returns what this process was given. */
    public static Environment ofProcess() {
        Map<String, String> variables = System.getenv();
        return new Environment(
                System.getProperty("albatross.program", "albatross"),
                variables,
                System.in,
                new Output(new FileOutputStream(FileDescriptor.out)),
                new PrintStream(
                        new BufferedOutputStream(new FileOutputStream(FileDescriptor.err)),
                        false,
                        StandardCharsets.UTF_8),
                Terminal.find(variables),
                InstantSource.system(),
                Environment::sleep,
                Directories.of(property -> System.getProperty(property, STANDARD.get(property))),
                Optional.ofNullable(System.getProperty("albatross.libexec.dir")).map(Path::of));
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns this environment with another terminal. */
    public Environment with(Terminal other) {
        return new Environment(programName, variables, in, out, err, other, clock, pause, directories, libexec);
    }

    /** Returns this environment with other streams to print to. */
    public Environment printing(Output results, PrintStream errors) {
        return new Environment(
                programName, variables, in, results, errors, terminal, clock, pause, directories, libexec);
    }

    /** Returns the directory for temporary files and for what is fetched. */
    public Path temporaryDirectory() {
        String directory = variables.getOrDefault("TMPDIR", "");
        return Path.of(directory.isEmpty() ? "/tmp" : directory);
    }

    /**
     * Prints a line on standard error, behind the program's name; nothing for an empty line. What a terminal would
     * interpret is escaped, for file names hold anything, but for the end of a line.
     */
    public void error(String line) {
        if (!line.isEmpty()) {
            out.flush();
            err.print(programName + ": " + Text.printable(line) + "\n");
            err.flush();
        }
    }
}
