package org.albatross.host;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** The directory of the wrapper, which the launcher names to the framework. */
public final class LibexecDirectory {
    /** The framework property that names it. */
    public static final String PROPERTY = "albatross.libexec.dir";

    private LibexecDirectory() {}

    /**
     * Returns the directory.
     *
     * @param named the value of {@link #PROPERTY}
     * @throws IllegalArgumentException when it is not an absolute path, or does not hold the wrapper
     */
    public static Path named(Optional<String> named) {
        String directory = named.orElse("");
        String refusal = "framework property " + PROPERTY + " = '" + directory + "': ";
        try {
            Path path = Path.of(directory);
            if (!path.isAbsolute()) {
                throw new IllegalArgumentException(refusal + "an absolute path is needed");
            }
            if (!Files.isExecutable(path.resolve(WrapperLine.PROGRAM))) {
                throw new IllegalArgumentException(refusal + "holds no executable " + WrapperLine.PROGRAM);
            }
            return path;
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(refusal + "is not a path", e);
        }
    }
}
