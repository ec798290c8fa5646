package org.albatross.cli.internal.command;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.albatross.cli.internal.run.CommandFailure;

/**
 * A file that a command line names, to be read from any place and more than once. What allows neither, a pipe or
 * a terminal, and what does not tell its length, as below {@code /proc}, is copied to a temporary file, which is gone
 * when this is closed.
 */
final class InputFile implements Closeable {
    private final Path path;
    private final boolean temporary;

    private InputFile(Path path, boolean temporary) {
        this.path = path;
        this.temporary = temporary;
    }

    /** Opens a file, in {@code temporary} if need be; that it cannot be opened is the command line's mistake. */
    static InputFile of(Path file, Path temporary) throws CommandFailure {
        try {
            if (Files.isDirectory(file)) {
                throw CommandFailure.usage(file + ": is a directory");
            }
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                return isWhole(file, channel) ? new InputFile(file, false) : copied(file, channel, temporary);
            }
        } catch (NoSuchFileException e) {
            throw CommandFailure.usage(file + ": no such file");
        } catch (AccessDeniedException e) {
            throw CommandFailure.usage(file + ": permission denied");
        } catch (IOException e) {
            throw CommandFailure.usage(file + ": " + e.getMessage());
        }
    }

    private static boolean isWhole(Path file, FileChannel channel) {
        try {
            return channel.position() == 0 && (channel.size() > 0 || !Files.isRegularFile(file));
        } catch (IOException e) {
            return false;
        }
    }

    private static InputFile copied(Path file, FileChannel channel, Path directory) throws IOException, CommandFailure {
        Path copy;
        try {
            copy = Files.createTempFile(directory, "albatross", ".part");
        } catch (IOException e) {
            throw CommandFailure.usage(file + ": cannot be copied to " + directory + " ($TMPDIR): " + e.getMessage());
        }
        copy.toFile().deleteOnExit();
        boolean complete = false;
        try (FileChannel target = FileChannel.open(copy, StandardOpenOption.WRITE)) {
            Channels.newInputStream(channel).transferTo(Channels.newOutputStream(target));
            complete = true;
            return new InputFile(copy, true);
        } finally {
            if (!complete) {
                Files.deleteIfExists(copy);
            }
        }
    }

    /** Returns where its contents are. */
    Path path() {
        return path;
    }

    /** Opens it once more. */
    FileChannel open() throws IOException {
        return FileChannel.open(path, StandardOpenOption.READ);
    }

    @Override
    public void close() throws IOException {
        if (temporary) {
            Files.deleteIfExists(path);
        }
    }
}
