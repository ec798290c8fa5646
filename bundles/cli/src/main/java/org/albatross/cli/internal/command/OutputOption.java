package org.albatross.cli.internal.command;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.albatross.cli.internal.report.Times;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.cli.internal.run.Environment;
import org.albatross.cli.internal.run.ExitCode;
import org.albatross.model.Name;
import picocli.CommandLine.Option;

/** Where a command that fetches something large puts it. */
final class OutputOption {
    private static final int BUFFER = 64 * 1024;
    private static final int MOST_NAMES = 100;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            order = 2,
            description = "Where to write it, - for standard output. A file that exists is replaced when all has come."
                    + " Default: $$TMPDIR/NAME.TIME, a new file.")
    private Optional<String> output = Optional.empty();

    /**
     * Writes what comes from {@code in}.
     *
     * @return the file; nothing for standard output, on which nothing else may appear then
     */
    Optional<Path> write(Environment environment, Name name, InputStream in, boolean compressed)
            throws IOException, CommandFailure {
        if (output.filter("-"::equals).isPresent()) {
            copy(in, environment.out().throwing(), compressed);
            return Optional.empty();
        }
        Path file = output.isPresent() ? Path.of(output.get()) : newFile(environment, name);
        if (output.isPresent() && Files.isRegularFile(file)) {
            replace(file.toRealPath(), in, compressed);
        } else {
            fill(file, in, compressed, output.isEmpty() || Files.notExists(file));
        }
        return Optional.of(file);
    }

    /** Writes beside a file, and puts the whole into its place. */
    private static void replace(Path file, InputStream in, boolean compressed) throws IOException, CommandFailure {
        Path beside = Files.createTempFile(file.getParent(), ".", "~");
        fill(beside, in, compressed, true);
        Files.setPosixFilePermissions(beside, Files.getPosixFilePermissions(file));
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Writes a file; {@code ours} is not left there when it is not complete. */
    private static void fill(Path file, InputStream in, boolean compressed, boolean ours)
            throws IOException, CommandFailure {
        boolean complete = false;
        try (OutputStream out = opened(file)) {
            copy(in, out, compressed);
            complete = true;
        } finally {
            if (!complete && ours) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Opens a file; a pipe or a device has no place that may be passed over, so it gets its zeros too. */
    private static OutputStream opened(Path file) throws IOException {
        return Files.notExists(file) || Files.isRegularFile(file)
                ? new SparseFile(file)
                : Files.newOutputStream(file, StandardOpenOption.WRITE);
    }

    /** Makes a file that nobody else has put there before. */
    private static Path newFile(Environment environment, Name name) throws IOException {
        Path directory = environment.temporaryDirectory();
        String file = name + "." + Times.rfc3339(environment.clock().instant());
        for (int i = 1; ; i++) {
            Path candidate = directory.resolve(i == 1 ? file : file + "-" + i);
            try {
                Files.newOutputStream(candidate, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)
                        .close();
                return candidate;
            } catch (FileAlreadyExistsException e) {
                if (i == MOST_NAMES) {
                    throw e;
                }
            }
        }
    }

    private static void copy(InputStream in, OutputStream out, boolean compressed) throws IOException, CommandFailure {
        Inflater inflater = new Inflater();
        try {
            InputStream plain = compressed ? new InflaterInputStream(in, inflater) : in;
            byte[] buffer = new byte[BUFFER];
            int count;
            while ((count = plain.read(buffer)) >= 0) {
                out.write(buffer, 0, count);
            }
            // The peer says that it is at its end only behind the end of the zlib stream.
            if (compressed && (inflater.getRemaining() > 0 || in.read() >= 0)) {
                throw new ZipException("bytes follow its end");
            }
        } catch (TransferFailure e) {
            throw e.failure();
        } catch (ZipException | EOFException e) {
            throw CommandFailure.of(
                    ExitCode.COMMUNICATION, "[ERROR] what the peer sent is not a zlib stream: " + e.getMessage());
        } finally {
            inflater.end();
        }
    }
}
