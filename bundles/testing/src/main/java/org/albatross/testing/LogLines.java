package org.albatross.testing;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a logger tells SLF4J's simple backend while this is open, a line each, as {@code LEVEL text}. One at a time. */
public final class LogLines implements AutoCloseable {
    private final String logger;
    private final PrintStream before = System.err;
    private final ByteArrayOutputStream logged = new ByteArrayOutputStream();

    /** Of the logger of this name. */
    public LogLines(String logger) {
        this.logger = " " + logger + " - ";
        System.setErr(new PrintStream(logged, true, StandardCharsets.UTF_8));
    }

    /** Returns what was logged so far. */
    public List<String> lines() {
        return logged.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains(logger))
                .map(line -> line.substring(line.indexOf("] ") + 2).replace(logger, " "))
                .toList();
    }

    @Override
    public void close() {
        System.setErr(before);
    }
}
