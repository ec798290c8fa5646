package org.albatross.supervisor.internal.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.albatross.model.Name;
import org.albatross.store.RunPaths;

/**
 * Which fifos a run has in its directory, or links to them: another one in their place is not the run's, whatever its
 * name.
 *
 * @param console what identifies the one that the tender prints to; absent when there is none
 * @param taken what identifies the one that the wrapper waits on; absent when there is none
 */
record Fifos(Optional<Object> console, Optional<Object> taken) {
    private static final int TYPE = 0170000;
    private static final int FIFO = 0010000;

    /** Looks at those that are there now. */
    static Fifos of(RunPaths paths, Name name) {
        return new Fifos(key(paths.console(name)), key(paths.taken(name)));
    }

    /** Tells whether there are two. */
    boolean areWhole() {
        return console.isPresent() && taken.isPresent();
    }

    private static Optional<Object> key(Path file) {
        try {
            return isFifo(file)
                    ? Optional.ofNullable(Files.readAttributes(file, BasicFileAttributes.class)
                            .fileKey())
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Tells whether a file is a fifo, or a link to one. */
    static boolean isFifo(Path file) {
        try {
            return ((Integer) Files.getAttribute(file, "unix:mode") & TYPE) == FIFO;
        } catch (IOException e) {
            return false;
        }
    }
}
