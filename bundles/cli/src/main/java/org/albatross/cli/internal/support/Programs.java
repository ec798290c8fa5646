package org.albatross.cli.internal.support;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs of the host, and what they say. Each has a time and a length; what hangs is ended. */
final class Programs {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private Programs() {}

    /** How one ended, and its end of what it wrote. */
    private record Outcome(int exitCode, String said) {}

    /** Returns what a program has written, or why it could not be asked. */
    static String output(List<String> words) {
        try {
            Outcome outcome = run(words);
            return outcome.exitCode() == 0
                    ? outcome.said()
                    : outcome.said() + "(exit code " + outcome.exitCode() + ")\n";
        } catch (IOException e) {
            return "(not known: " + e.getMessage() + ")\n";
        }
    }

    /** Returns why a program failed, nothing when it did its work. */
    static String failureOf(List<String> words) throws IOException {
        Outcome outcome = run(words);
        return outcome.exitCode() == 0
                ? ""
                : words.get(0) + ": " + outcome.said().strip();
    }

    private static Outcome run(List<String> words) throws IOException {
        Path said = Files.createTempFile("albatross-support", "");
        try {
            Process process = new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            process.getOutputStream().close();
            boolean ended = process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended) {
                process.destroyForcibly();
                throw new IOException(words.get(0) + " has not ended within " + LIMIT.toSeconds() + " s");
            }
            return new Outcome(process.exitValue(), Texts.lastOf(Files.readString(said, StandardCharsets.ISO_8859_1)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } finally {
            Files.delete(said);
        }
    }
}
