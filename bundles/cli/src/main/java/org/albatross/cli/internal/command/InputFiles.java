package org.albatross.cli.internal.command;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.albatross.cli.internal.run.CommandFailure;

/** Files that a command line names, to be read. */
final class InputFiles {
    private InputFiles() {}

    /** Opens a file; that it cannot be opened is the command line's mistake. */
    static FileChannel open(Path file) throws CommandFailure {
        try {
            if (Files.isDirectory(file)) {
                throw CommandFailure.usage(file + ": is a directory");
            }
            return FileChannel.open(file, StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            throw CommandFailure.usage(file + ": no such file");
        } catch (AccessDeniedException e) {
            throw CommandFailure.usage(file + ": permission denied");
        } catch (IOException e) {
            throw CommandFailure.usage(file + ": " + e.getMessage());
        }
    }
}
