package org.albatross.cli.internal.command;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.store.OriginalFiles;
import org.albatross.store.StatePaths;
import org.albatross.wire.Limits;
import org.albatross.wire.ProtocolException;
import org.albatross.wire.RefusedEntry;
import org.albatross.wire.State;
import org.albatross.wire.WireDecoder;
import picocli.CommandLine.Option;

/** Which state to read: a state file of an original Albatross, or a state directory of ours. */
final class StateFileOptions {
    @Option(
            names = "--file",
            paramLabel = "FILE",
            order = 1,
            description =
                    "The state file of an original. Default: what DBDIR holds, this platform's state or, if there is"
                            + " none, DBDIR/state.")
    private Optional<Path> file = Optional.empty();

    /**
     * Reads the file that was named, or what a directory holds.
     *
     * @param spool takes images that are large
     * @param warn takes a line on each entry that cannot be read, and is left out
     */
    State read(StatePaths state, SpoolFile spool, Consumer<String> warn) throws IOException, CommandFailure {
        Path source = file.orElseGet(() -> state.directory().resolve(OriginalFiles.STATE));
        if (file.isEmpty() && OwnState.isIn(state)) {
            if (Files.exists(source)) {
                warn.accept(
                        state.directory() + " holds a state file of an original too: --file " + source + " reads that");
            }
            return new OwnState(state, warn).read();
        }
        try (InputFile input = InputFile.of(source, spool.directory());
                FileChannel channel = input.open();
                InputStream in = new BufferedInputStream(Channels.newInputStream(channel))) {
            return new WireDecoder(Limits.FILE, spool).state(in, channel.size(), entry -> warn.accept(text(entry)));
        } catch (ProtocolException e) {
            throw CommandFailure.usage("[ERROR] " + source + ": " + e.getMessage());
        }
    }

    private static String text(RefusedEntry entry) {
        return "the " + entry.kind() + " '" + entry.name() + "' is left out: " + entry.reason();
    }
}
