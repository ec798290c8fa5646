package org.albatross.store;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where a platform keeps its files, read once from what started it.
 *
 * @param state what should run, images, block devices: it outlives a boot
 * @param run what runs, and the sockets; it may be wiped by a boot
 */
public record Directories(StatePaths state, Path run) {
    /** The property that names the state directory. */
    public static final String STATE = "albatross.state.dir";

    /** The property that names the run directory. */
    public static final String RUN = "albatross.run.dir";

    /**
     * Reads both by {@code properties}, a framework's or a process's.
     *
     * @throws IllegalArgumentException when one is not set, or not an absolute path; the message names it and its value
     */
    public static Directories of(Function<String, @Nullable String> properties) {
        return new Directories(new StatePaths(directory(properties, STATE)), directory(properties, RUN));
    }

    private static Path directory(Function<String, @Nullable String> properties, String key) {
        String text = Optional.ofNullable(properties.apply(key))
                .filter(value -> !value.isEmpty())
                .orElseThrow(() -> new IllegalArgumentException("the framework property " + key + " is not set"));
        return path(key, text);
    }

    /**
     * Returns the path that a property names.
     *
     * @throws IllegalArgumentException when it is not an absolute one; the message names the property and its value
     */
    public static Path path(String key, String text) {
        try {
            Path path = Path.of(text);
            if (path.isAbsolute()) {
                return path;
            }
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("framework property " + key + " = '" + text + "': it is not a path", e);
        }
        throw new IllegalArgumentException(
                "framework property " + key + " = '" + text + "': an absolute path is needed");
    }
}
