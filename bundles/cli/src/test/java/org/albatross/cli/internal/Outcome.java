package org.albatross.cli.internal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.albatross.cli.internal.run.Environment;
import org.albatross.cli.internal.run.Output;
import org.albatross.cli.internal.run.Terminal;
import org.albatross.store.Directories;
import org.albatross.store.StatePaths;

/** What a run of the program gave. */
record Outcome(int exitCode, String out, String err) {
    /** The time of day in every run. */
    static final Instant NOW = Instant.parse("2026-11-22T09:34:44Z");

    /** Something that may fail. */
    @FunctionalInterface
    interface Action {
        void run() throws Exception;
    }

    /** A run before it runs. */
    static final class Client {
        private final Map<String, String> variables = new HashMap<>();
        private final List<Duration> pauses = new ArrayList<>();
        private Terminal terminal = Terminal.NONE;
        private byte[] input = {};
        private Instant now = NOW;
        private Duration step = Duration.ZERO;
        private String program = "albatross";
        private Optional<String> stops = Optional.empty();
        private Action pausing = () -> {};
        private Optional<Path> libexec = Optional.empty();

        Client(Path runDirectory) {
            variables.put("ALBATROSS_RUN_DIR", runDirectory.toString());
            variables.put("TMPDIR", runDirectory.toString());
        }

        Client on(Terminal other) {
            terminal = other;
            return this;
        }

        Client calledAs(String name) {
            program = name;
            return this;
        }

        /** Has the programs of a platform in this directory. */
        Client startingFrom(Path directory) {
            libexec = Optional.of(directory);
            return this;
        }

        Client reading(byte[] standardInput) {
            input = standardInput.clone();
            return this;
        }

        /** Lets the clock go on by this much whenever it is read. */
        Client ticking(Duration time) {
            step = time;
            return this;
        }

        /** Returns how often and how long the last run waited. */
        List<Duration> pauses() {
            return pauses;
        }

        /** Writes to a full disk. */
        Client withoutOutput() {
            return withOutputThatFails("No space left on device");
        }

        /** Writes to what fails with this message at the first byte. */
        Client withOutputThatFails(String message) {
            stops = Optional.of(message);
            return this;
        }

        /** Does this whenever the program waits. */
        Client whilePausing(Action action) {
            pausing = action;
            return this;
        }

        Outcome run(String... words) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            Environment environment = new Environment(
                    program,
                    variables,
                    new ByteArrayInputStream(input),
                    new Output(stops.isPresent() ? new Stopping(stops.get()) : out),
                    new PrintStream(err, false, StandardCharsets.UTF_8),
                    terminal,
                    this::tick,
                    this::pause,
                    new Directories(new StatePaths(Path.of("/var/lib/albatross")), Path.of("/run/albatross")),
                    libexec);
            int exitCode = new Program(environment).run(List.of(words));
            return new Outcome(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        }

        private void pause(Duration time) {
            pauses.add(time);
            try {
                pausing.run();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }

        private Instant tick() {
            now = now.plus(step);
            return now;
        }
    }

    private static final class Stopping extends OutputStream {
        private final String message;

        Stopping(String message) {
            this.message = message;
        }

        @Override
        public void write(int b) throws IOException {
            throw new IOException(message);
        }
    }
}
