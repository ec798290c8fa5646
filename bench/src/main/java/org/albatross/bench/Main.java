package org.albatross.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The program behind {@code bench/run}: {@code Main TREE DISK MEMORY MODE [OPTION VALUE]...}. Measures, with a line
 * for each step on stderr, and prints the table to stdout. Ends with 1 when a measurement failed, after the table
 * of what was measured before; with 124 for a mistake in the options.
 */
public final class Main {
    private static final int FIRST_OPTION = 4;
    private static final int FAILED = 1;
    private static final int BAD_COMMAND_LINE = 124;

    private Main() {}

    public static void main(String[] words) throws InterruptedException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.exit(run(List.copyOf(Arrays.asList(words)), out, System.err));
    }

    private static int run(List<String> words, PrintStream out, PrintStream progress) throws InterruptedException {
        Options options;
        try {
            options = Options.parse(words.subList(FIRST_OPTION, words.size()));
        } catch (IllegalArgumentException e) {
            progress.println("bench: " + e.getMessage() + ", see bench/run --help");
            return BAD_COMMAND_LINE;
        }
        Path disk = Path.of(words.get(1));
        Bench bench = new Bench(Path.of(words.get(0)), disk, Path.of(words.get(2)), words.get(3), options, progress);
        int status = 0;
        try {
            String load = MachineFacts.load();
            status = measure(bench, options, progress);
            out.print(MachineFacts.of(disk, bench.tenders()));
            out.println("load       " + load + " before, " + MachineFacts.load() + " after");
        } catch (IOException e) {
            progress.println("bench: " + e);
            status = FAILED;
        }
        out.println();
        out.print(Table.of(bench.figures()));
        return status;
    }

    private static int measure(Bench bench, Options options, PrintStream progress) throws InterruptedException {
        int status = 0;
        for (Part part : options.parts()) {
            bench.say(part.name() + ": " + part.about());
            try {
                part.measure(bench);
            } catch (IOException | RuntimeException e) {
                progress.println("bench: " + part.name() + " failed");
                e.printStackTrace(progress);
                status = FAILED;
            }
        }
        return status;
    }
}
