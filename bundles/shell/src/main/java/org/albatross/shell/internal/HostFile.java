package org.albatross.shell.internal;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.albatross.model.Text;

/**
 * Files of the platform's host that a line of a shell names: the platform opens them, as its own user. Only administrators have
 * a shell, and Gogo reaches every file anyway.
 */
final class HostFile {
    private static final int PIECE = 65_536;

    private HostFile() {}

    /**
     * Returns the file that a word names.
     *
     * @throws RefusedException when it is not absolute: the platform's working directory is nobody's business
     */
    static Path named(String word) throws RefusedException {
        try {
            Path file = Path.of(word);
            if (file.isAbsolute()) {
                return file;
            }
        } catch (InvalidPathException e) {
            throw new RefusedException("'" + Text.of(word).line() + "' is not the name of a file");
        }
        throw new RefusedException("'" + Text.of(word).line()
                + "' is not absolute: files are those of the platform's host, from the root on");
    }

    /** Throws unless the platform can read a file. */
    static Path readable(String word) throws RefusedException {
        Path file = named(word);
        if (!Files.isRegularFile(file)) {
            throw new RefusedException(Text.of(word).line() + " is not a file of the platform's host");
        }
        if (!Files.isReadable(file)) {
            throw new RefusedException(Text.of(word).line() + " cannot be read by the platform's user");
        }
        return file;
    }

    /** A file that is written beside its place, and put there when it is whole; readable for the platform's user alone. */
    static final class Output implements Closeable {
        private final Path file;
        private final Path beside;
        private final FileChannel channel;
        private boolean complete;

        /** Begins to write it. */
        Output(String word) throws RefusedException, IOException {
            file = named(word);
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                    && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new RefusedException(Text.of(word).line() + " is there, and is not a file");
            }
            Path directory = file.getParent();
            if (directory == null || !Files.isDirectory(directory)) {
                throw new RefusedException(Text.of(word).line() + ": its directory is not there");
            }
            beside = Files.createTempFile(directory, ".albatross", "");
            channel = FileChannel.open(beside, StandardOpenOption.WRITE);
        }

        /** Writes what comes next; what is zero throughout becomes a hole. */
        void write(byte[] bytes, int length) throws IOException {
            if (isZero(bytes, length)) {
                channel.position(channel.position() + length);
                return;
            }
            ByteBuffer rest = ByteBuffer.wrap(bytes, 0, length);
            while (rest.hasRemaining()) {
                int unused = channel.write(rest);
            }
        }

        private static boolean isZero(byte[] bytes, int length) {
            for (int i = 0; i < length; i++) {
                if (bytes[i] != 0) {
                    return false;
                }
            }
            return true;
        }

        /** Writes all that comes from a stream. */
        void writeAll(InputStream in) throws IOException {
            byte[] piece = new byte[PIECE];
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                write(piece, count);
            }
        }

        /** Puts it into its place, and returns how many bytes it has. */
        long finish() throws IOException {
            long length = channel.position();
            if (channel.size() < length) {
                channel.position(length - 1);
                int unused = channel.write(ByteBuffer.allocate(1));
            }
            channel.force(true);
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            complete = true;
            return length;
        }

        @Override
        public void close() throws IOException {
            channel.close();
            if (!complete) {
                Files.deleteIfExists(beside);
            }
        }
    }
}
