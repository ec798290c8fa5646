package org.albatross.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The program {@code bin/albatross} as an operator runs it, against the platform on one home. */
final class Client {
    private final Map<String, String> environment;

    Client(Path home) {
        environment = Map.of("ALBATROSS_RUN_DIR", home.resolve("run").toString());
    }

    /** Runs a command to its end. */
    Shell.Outcome run(String... words) throws Exception {
        return Shell.run(environment, command(words));
    }

    /** Runs a command by a program that becomes it, as {@code setpriv} with its options, to its end. */
    Shell.Outcome runBy(List<String> program, String... words) throws Exception {
        List<String> command = new ArrayList<>(program);
        command.addAll(command(words));
        return Shell.run(environment, command);
    }

    /** Runs a command that must succeed, and returns what it wrote to stdout. */
    String require(String... words) throws Exception {
        Shell.Outcome outcome = run(words);
        assertThat(outcome.exit())
                .as("albatross %s: %s%s", String.join(" ", words), outcome.out(), outcome.err())
                .isZero();
        return outcome.out();
    }

    /** Returns the number of the bundle that has a name. */
    String bundle(String name) throws Exception {
        return require("shell", "lb")
                .lines()
                .filter(line -> line.contains("|" + name + " ("))
                .map(line -> line.strip().split("\\|", 2)[0].strip())
                .findFirst()
                .orElseThrow(() -> new AssertionError(name));
    }

    /** Starts a command that goes on until it is closed. */
    Stream follow(String... words) throws IOException {
        Path out = Files.createTempFile("stream", "");
        ProcessBuilder builder =
                new ProcessBuilder(command(words)).redirectErrorStream(true).redirectOutput(out.toFile());
        builder.environment().putAll(environment);
        return new Stream(builder.start(), out);
    }

    private static List<String> command(String... words) {
        List<String> command = new ArrayList<>();
        command.add(Tree.file("bin/albatross").toString());
        command.addAll(List.of(words));
        return command;
    }

    /** A command that goes on. */
    record Stream(Process process, Path file) implements AutoCloseable {
        /** Everything that it has written so far, errors included. */
        String out() throws IOException {
            return Files.readString(file);
        }

        @Override
        public void close() throws IOException {
            process.destroyForcibly();
            process.onExit().join();
            Files.delete(file);
        }
    }
}
