package org.albatross.tender.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A tender that was started: its console is read as the test asks for it, and it is killed at the end. */
final class Running implements AutoCloseable {

    private static final long LIMIT_SECONDS = 60;

    private final Process process;
    private final BufferedReader console;
    private final Path messages;

    private Running(Process process, Path messages) {
        this.process = process;
        this.console = process.inputReader(StandardCharsets.UTF_8);
        this.messages = messages;
    }

    /** Starts a command whose standard output is a pipe, and whose standard error is a new file. */
    static Running start(List<String> command) throws IOException {
        return start(command, Files.createTempFile("tender", "messages"));
    }

    /** Starts a command whose standard output is a pipe, and whose standard error is a file, deleted at the end. */
    static Running start(List<String> command, Path messages) throws IOException {
        return new Running(
                new ProcessBuilder(command).redirectError(messages.toFile()).start(), messages);
    }

    /** The next line of the console; blocks until there is one. */
    String line() throws IOException {
        String line = console.readLine();
        assertThat(line).as(() -> "line before the end; stderr: " + messages()).isNotNull();
        return line;
    }

    /** All remaining lines, when the tender has ended. */
    List<String> rest() {
        List<String> lines = new ArrayList<>();
        console.lines().forEach(lines::add);
        return lines;
    }

    /** Sends SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** The exit status, when the process ends within a generous limit. */
    int status() throws InterruptedException {
        assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS))
                .as("ends within %d s", LIMIT_SECONDS)
                .isTrue();
        return process.exitValue();
    }

    /** What is on standard error so far. */
    String messages() {
        try {
            return Files.readString(messages);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        Files.delete(messages);
    }
}
