package org.albatross.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a program to its end. */
public final class Shell {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private Shell() {}

    /** How a program ended, and what it wrote. */
    public record Outcome(int exit, String out, String err) {}

    /** Runs a program with more environment, and waits for its end, three minutes at most. */
    public static Outcome run(Map<String, String> environment, List<String> words) throws Exception {
        Path out = Files.createTempFile("out", "");
        Path err = Files.createTempFile("err", "");
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(words).redirectOutput(out.toFile()).redirectError(err.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            boolean ended = process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
            process.destroyForcibly();
            assertThat(ended).as("%s ended within %s", words, LIMIT).isTrue();
            return new Outcome(process.exitValue(), read(out), read(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    /** Runs a program that must succeed, and returns what it wrote to stdout. */
    public static String require(String... words) throws Exception {
        Outcome outcome = run(Map.of(), List.of(words));
        assertThat(outcome.exit()).as("%s: %s", List.of(words), outcome.err()).isZero();
        return outcome.out();
    }

    private static String read(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}
