package org.albatross.migration;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.albatross.store.OriginalFiles;
import org.albatross.store.RefusedException;
import org.albatross.wire.BlobSink;
import org.albatross.wire.Limits;
import org.albatross.wire.ProtocolException;
import org.albatross.wire.RefusedEntry;
import org.albatross.wire.State;
import org.albatross.wire.WireDecoder;

/**
 * What the state directory of an original Albatross holds. It is read only.
 *
 * @param state what should run, and the policies
 * @param refused the entries of the state file that cannot be read, in their order
 * @param blocks the files of the block devices
 * @param remarks what an operator should know about the files, one line each
 */
record Original(State state, List<RefusedEntry> refused, BlockFiles blocks, List<String> remarks) {
    /** Copies the lists. */
    Original {
        refused = List.copyOf(refused);
        remarks = List.copyOf(remarks);
    }

    /**
     * Reads a directory. The original moves its state file away before it writes a new one, and does not sync it:
     * where there is none, or one that was cut off, its backup counts.
     *
     * @param sink takes the images
     * @throws UsageException when there is neither
     * @throws RefusedException when neither can be understood
     */
    static Original read(Path directory, BlobSink sink) throws IOException, RefusedException, UsageException {
        Path file = directory.resolve(OriginalFiles.STATE);
        Path backup = directory.resolve(OriginalFiles.BACKUP);
        boolean hasFile = exists(file);
        boolean hasBackup = exists(backup);
        if (!hasFile && !hasBackup) {
            throw new UsageException(
                    directory + " holds no state of an original Albatross: neither state nor state.bak is there");
        }
        BlockFiles blocks = BlockFiles.in(directory.resolve(OriginalFiles.BLOCKS));
        List<String> remarks = new ArrayList<>();
        for (Path other : blocks.others().values()) {
            remarks.add(other + " is left out: a block device is a file with a name and a whole number of MB");
        }
        Optional<String> trouble = Optional.of("is missing");
        if (hasFile) {
            try {
                return read(file, sink, blocks, remarks);
            } catch (ProtocolException e) {
                trouble = Optional.of("cannot be understood (" + e.getMessage() + ")");
            }
        }
        if (!hasBackup) {
            throw new RefusedException(file + " " + trouble.get() + ", and there is no " + OriginalFiles.BACKUP);
        }
        remarks.add(file + " " + trouble.get() + ": its backup " + OriginalFiles.BACKUP + " is taken, which is older");
        try {
            return read(backup, sink, blocks, remarks);
        } catch (ProtocolException e) {
            throw new RefusedException(file + " " + trouble.get() + ", nor can " + backup + ": " + e.getMessage());
        }
    }

    /** Not by access(2), for which a capability to read everything does not count. */
    private static boolean exists(Path file) throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).isRegularFile();
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static Original read(Path file, BlobSink sink, BlockFiles blocks, List<String> remarks)
            throws IOException, ProtocolException {
        List<RefusedEntry> refused = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                InputStream in = new BufferedInputStream(Channels.newInputStream(channel))) {
            State state = new WireDecoder(Limits.FILE, sink).state(in, channel.size(), refused::add);
            return new Original(state, refused, blocks, remarks);
        }
    }
}
