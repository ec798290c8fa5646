package org.albatross.bhyve.internal;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Programs that are found by their names, as those of the base system and of ports are.
 *
 * @param path the directories in which they are looked for
 */
record Programs(List<Path> path) {
    /** As much of what a failed program prints as stands in a message. */
    private static final int SHOWN_BYTES = 500;

    Programs {
        path = List.copyOf(path);
    }

    /** Returns where a program is. */
    Optional<Path> find(String name) {
        return path.stream()
                .map(directory -> directory.resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Returns a command line with the paths of its programs in the place of their names.
     *
     * @param positions where these stand
     * @throws IOException when one is missing
     */
    List<String> located(List<String> words, int... positions) throws IOException {
        List<String> located = new ArrayList<>(words);
        for (int position : positions) {
            String name = words.get(position);
            located.set(
                    position,
                    find(name).orElseThrow(() -> new IOException(missing(name))).toString());
        }
        return located;
    }

    /** Says that a program is missing. */
    static String missing(String name) {
        return name + " is missing" + (name.equals("grub-bhyve") ? " (pkg install grub2-bhyve)" : "");
    }

    /**
     * Runs a program to its end.
     *
     * @return what it did, for a message, if it failed
     * @throws IOException when it cannot be run, or does not end in time
     */
    static Optional<String> run(List<String> words, Duration limit) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().keySet().retainAll(Set.of("PATH"));
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new IOException(words.get(0) + " did not end within " + limit.toSeconds() + " s");
            }
            String said = new String(process.getInputStream().readNBytes(SHOWN_BYTES), StandardCharsets.UTF_8);
            return process.exitValue() == 0
                    ? Optional.empty()
                    : Optional.of(words.get(0) + " ended with exit code " + process.exitValue() + ": "
                            + String.join("; ", said.strip().lines().toList()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the platform is stopping");
        } finally {
            process.destroyForcibly();
        }
    }
}
