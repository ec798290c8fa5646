package org.albatross.influx.internal;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What the bundle logs while this is open, a line each, as {@code LEVEL text}. One at a time. */
final class LogLines implements AutoCloseable {
    private static final String LOGGER = " org.albatross.influx - ";

    private final PrintStream before = System.err;
    private final ByteArrayOutputStream logged = new ByteArrayOutputStream();

    LogLines() {
        System.setErr(new PrintStream(logged, true, StandardCharsets.UTF_8));
    }

    List<String> lines() {
        return logged.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains(LOGGER))
                .map(line -> line.substring(line.indexOf("] ") + 2).replace(LOGGER, " "))
                .toList();
    }

    @Override
    public void close() {
        System.setErr(before);
    }
}
