package org.albatross.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A tender without a platform: the least that a unikernel's start and end can take. */
final class BareTender {
    /** Waits for a line, and becomes the tender: what it takes to start a program is not counted. */
    private static final String START = "read -r _; exec \"$0\" --mem=2 \"$1\"";

    private BareTender() {}

    /**
     * The milliseconds of lives.
     *
     * @param starting from exec to the first line that the unikernel prints
     * @param ending from the signal until it was waited for
     */
    record Lives(Samples starting, Samples ending) {}

    /** Starts and kills one after the other. */
    static Lives lives(Tender tender, Path image, int rounds) throws IOException, InterruptedException {
        List<Double> starting = new ArrayList<>();
        List<Double> ending = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            Process process = waiting(tender, image);
            try (OutputStream go = process.getOutputStream();
                    BufferedReader lines = process.inputReader(StandardCharsets.ISO_8859_1)) {
                starting.add(Stopwatch.millis(() -> {
                    go.write('\n');
                    go.flush();
                    lines.readLine();
                }));
                ending.add(Stopwatch.millis(() -> process.destroyForcibly().waitFor()));
            }
        }
        return new Lives(Samples.of(starting), Samples.of(ending));
    }

    /** A unikernel's lines as fast as this process reads them, a second. */
    static double linesPerSecond(Tender tender, Path image, long lines) throws IOException, InterruptedException {
        Process process = waiting(tender, image);
        try (OutputStream go = process.getOutputStream()) {
            go.write('\n');
            go.flush();
            return LineCount.perSecond(process.getInputStream(), lines);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static Process waiting(Tender tender, Path image) throws IOException {
        if (!Files.isReadable(image)) {
            throw new IOException(image + " cannot be read");
        }
        return new ProcessBuilder("sh", "-c", START, "solo5-" + tender, image.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
