package org.albatross.cli.internal.command;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.wire.Limits;
import org.albatross.wire.ProtocolException;
import org.albatross.wire.State;
import org.albatross.wire.WireDecoder;
import picocli.CommandLine.Option;

/** Which state file of an original Albatross to read. */
final class StateFileOptions {
    private static final String DEFAULT_DIRECTORY = "/var/lib/albatross";
    private static final String DEFAULT_DIRECTORY_BSD = "/var/db/albatross";

    @Option(names = "--file", paramLabel = "FILE", order = 1, description = "The state file. Default: DBDIR/state.")
    private Optional<Path> file = Optional.empty();

    @Option(
            names = "--dbdir",
            paramLabel = "DIR",
            order = 2,
            description = "The directory with the state file. Default: /var/lib/albatross.")
    private Optional<Path> directory = Optional.empty();

    /** Reads it; images that are large go to {@code spool}. */
    State read(SpoolFile spool) throws IOException, CommandFailure {
        Path source = file.orElseGet(() -> directory().resolve("state"));
        if (file.isEmpty()
                && !Files.exists(source)
                && Files.isDirectory(directory().resolve("unikernels"))) {
            throw CommandFailure.usage(directory() + " holds no state file of an original Albatross but the state of"
                    + " this one, which is in files of text below it");
        }
        try (FileChannel channel = InputFiles.open(source);
                InputStream in = new BufferedInputStream(Channels.newInputStream(channel))) {
            return new WireDecoder(Limits.FILE, spool).state(in, channel.size());
        } catch (ProtocolException e) {
            throw CommandFailure.usage("[ERROR] " + source + ": " + e.getMessage());
        }
    }

    private Path directory() {
        boolean bsd = System.getProperty("os.name", "").endsWith("BSD");
        return directory.orElse(Path.of(bsd ? DEFAULT_DIRECTORY_BSD : DEFAULT_DIRECTORY));
    }
}
