package org.albatross.host.freebsd.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Commands whose outputs were recorded ({@code recorded/SOURCES.md}); keeps the lines that were run. */
final class Recorded implements Commands {
    final List<List<String>> run = new ArrayList<>();
    private final Map<List<String>, Output> outputs = new HashMap<>();

    /** Returns a recorded text. */
    static String text(String name) {
        try (InputStream in = Recorded.class.getResourceAsStream("/recorded/" + name)) {
            return new String(Optional.ofNullable(in).orElseThrow().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A command prints this from now on. */
    Recorded prints(List<String> line, String text) {
        outputs.put(line, new Output(0, text, ""));
        return this;
    }

    /** A command fails so from now on. */
    Recorded fails(List<String> line, int code, String errors) {
        outputs.put(line, new Output(code, "", errors));
        return this;
    }

    @Override
    public Output run(List<String> line) {
        run.add(line);
        return outputs.getOrDefault(line, new Output(0, "", ""));
    }
}
