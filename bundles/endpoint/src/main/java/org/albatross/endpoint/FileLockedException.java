package org.albatross.endpoint;

import java.io.IOException;
import java.nio.file.Path;

/** Somebody else is changing a file. */
public final class FileLockedException extends IOException {
    private static final long serialVersionUID = 1;

    FileLockedException(Path file) {
        super(file + ": somebody else is changing it; try again");
    }
}
