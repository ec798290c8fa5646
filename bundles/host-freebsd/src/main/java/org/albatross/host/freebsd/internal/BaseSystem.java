package org.albatross.host.freebsd.internal;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The programs of this machine. What they print goes through files, so that none waits for us while we wait for it. */
final class BaseSystem implements Commands {
    /** More than the process table of a large machine takes. */
    private static final int MAX_OUTPUT = 16 << 20;

    private static final Map<String, String> ENVIRONMENT =
            Map.of("PATH", "/sbin:/bin:/usr/sbin:/usr/bin", "LC_ALL", "C", "TZ", "UTC");

    private final Duration limit;

    /** A program has {@code limit} to end. */
    BaseSystem(Duration limit) {
        this.limit = limit;
    }

    @Override
    public Output run(List<String> line) throws IOException {
        Path text = Files.createTempFile("albatross-host", ".out");
        try {
            Path errors = Files.createTempFile("albatross-host", ".err");
            try {
                int code = code(line, text, errors);
                return new Output(code, read(text), read(errors));
            } finally {
                Files.deleteIfExists(errors);
            }
        } finally {
            Files.deleteIfExists(text);
        }
    }

    private int code(List<String> line, Path text, Path errors) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(text.toFile())
                .redirectError(errors.toFile());
        builder.environment().clear();
        builder.environment().putAll(ENVIRONMENT);
        Process process = builder.start();
        try {
            if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new IOException(line.get(0) + " did not end within " + limit.toSeconds() + " s");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the platform is stopping");
        } finally {
            process.destroyForcibly();
        }
    }

    private static String read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MAX_OUTPUT), StandardCharsets.UTF_8);
        }
    }
}
