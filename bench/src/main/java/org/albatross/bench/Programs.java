package org.albatross.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Other programs, run to their end. */
final class Programs {
    private Programs() {}

    /**
     * Runs one, and returns what it wrote to stdout and stderr.
     *
     * @throws IOException when it cannot be run, or ends with another status than 0
     */
    static String run(Map<String, String> environment, List<String> commandLine)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(commandLine).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        if (status != 0) {
            throw new IOException(String.join(" ", commandLine) + " ended with " + status + ": " + output);
        }
        return output;
    }

    /** Runs the client on a platform. */
    static void albatross(Bench bench, Platform platform, Map<String, String> environment, List<String> words)
            throws IOException, InterruptedException {
        List<String> commandLine = new ArrayList<>(words);
        commandLine.add(0, bench.program("albatross").toString());
        Map<String, String> whole = new HashMap<>(environment);
        whole.put("ALBATROSS_RUN_DIR", platform.place().run().toString());
        run(whole, commandLine);
    }

    /** The same, with the environment as it is. */
    static String run(String... commandLine) throws IOException, InterruptedException {
        return run(Map.of(), List.of(commandLine));
    }
}
