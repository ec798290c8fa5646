package org.albatross.cli.internal.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.albatross.cli.internal.peer.ShellPeer;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.cli.internal.run.Environment;
import org.albatross.cli.internal.run.ExitCode;
import org.albatross.cli.internal.shell.ShellLines;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code upgrade}: other bundles for the running platform, by its shell. The platform goes on by itself once it has begun, and
 * may replace the shell too; so this connects again, and shows the rest.
 */
@Command(
        name = "upgrade",
        description =
                "Replace bundles of the running platform, for administrators: by those of a release's directory, of a"
                        + " feature file in it, or by the jar of one bundle. Nothing is stopped before all of them fit together;"
                        + " what does not come up is taken back; no unikernel notices. The platform goes on when this program"
                        + " ends.")
public final class Upgrade extends ServerCommand {
    private static final String COMMAND = "albatross:upgrade";
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final int MOST_ATTEMPTS = 300;

    @Option(names = "--dry-run", order = 90, description = "Show what would be done, and do nothing.")
    private boolean dryRun;

    @Parameters(
            paramLabel = "FEATURE|DIRECTORY|JAR",
            description =
                    "A feature file (.json), a release or an installed tree, or a jar. The platform reads it, as its own"
                            + " user.")
    private Path source = Path.of("");

    @Override
    public int run(Environment environment) throws IOException, CommandFailure {
        NewLines out = new NewLines(results(environment));
        String line = COMMAND + (dryRun ? " --dry-run " : " ") + quoted(source.toAbsolutePath());
        try {
            return execute(environment, out, line);
        } catch (IOException | CommandFailure e) {
            if (dryRun || !out.any()) {
                throw e;
            }
            return follow(environment, out);
        }
    }

    /** A word of Gogo that is what it says. */
    private static String quoted(Path path) {
        return "'" + path.toString().replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    private int execute(Environment environment, NewLines out, String line) throws IOException, CommandFailure {
        try (ShellPeer peer = peers(environment).connectToShell()) {
            out.begin();
            Optional<String> failure =
                    new ShellLines(peer, out, terminal(environment).columns()).execute(line);
            failure.ifPresent(reason -> environment.error("[ERROR] " + reason));
            return failure.isPresent() ? ExitCode.COMMAND_FAILED : ExitCode.OK;
        }
    }

    /** The shell has gone, since it is replaced, or the whole platform has. */
    private int follow(Environment environment, NewLines out) throws IOException, CommandFailure {
        for (int attempt = 1; ; attempt++) {
            environment.pause().of(PAUSE);
            try {
                return execute(environment, out, COMMAND);
            } catch (IOException e) {
                if (attempt >= MOST_ATTEMPTS) {
                    throw e;
                }
            } catch (CommandFailure e) {
                if (attempt >= MOST_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /** Passes on complete lines; of a repetition those that are new. */
    private static final class NewLines extends OutputStream {
        private final PrintStream out;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();
        private int passedOn;
        private int seen;

        NewLines(PrintStream out) {
            this.out = out;
        }

        /** Says that what comes begins with the first line again. */
        void begin() {
            line.reset();
            seen = 0;
        }

        /** Tells whether there was a line. */
        boolean any() {
            return passedOn > 0;
        }

        @Override
        public void write(int octet) {
            line.write(octet);
            if (octet == '\n') {
                seen++;
                if (seen > passedOn) {
                    passedOn = seen;
                    out.writeBytes(line.toByteArray());
                    out.flush();
                }
                line.reset();
            }
        }
    }
}
