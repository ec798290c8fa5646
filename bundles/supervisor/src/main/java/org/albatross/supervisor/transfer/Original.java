package org.albatross.supervisor.transfer;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.albatross.model.Name;
import org.albatross.model.Text;
import org.albatross.supervisor.internal.store.DurableFiles;
import org.albatross.supervisor.internal.store.OriginalFiles;
import org.albatross.supervisor.internal.store.RefusedException;
import org.albatross.wire.BlobSink;
import org.albatross.wire.Limits;
import org.albatross.wire.ProtocolException;
import org.albatross.wire.State;
import org.albatross.wire.WireDecoder;

/**
 * What the state directory of an original Albatross holds. It is read only.
 *
 * @param state what should run, and the policies
 * @param blocks the files of the block devices
 * @param remarks what an operator should know about the files, one line each
 */
record Original(State state, SortedMap<Name, Path> blocks, List<String> remarks) {
    /** The original's directory of block devices, below its state directory; ours is called the same. */
    static final String BLOCKS = "block";

    private static final long MEGABYTE = 1024 * 1024;

    /** Copies the lists. */
    Original {
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
        List<String> remarks = new ArrayList<>();
        SortedMap<Name, Path> blocks = blocks(directory.resolve(BLOCKS), remarks);
        if (!Files.exists(file) && !Files.exists(backup)) {
            throw new UsageException(
                    directory + " holds no state of an original Albatross: neither state nor state.bak is there");
        }
        Optional<String> trouble = Optional.of("is missing");
        if (Files.exists(file)) {
            try {
                return new Original(decode(file, sink), blocks, remarks);
            } catch (ProtocolException e) {
                trouble = Optional.of("cannot be understood (" + e.getMessage() + ")");
            }
        }
        if (!Files.exists(backup)) {
            throw new RefusedException(file + " " + trouble.get() + ", and there is no " + OriginalFiles.BACKUP);
        }
        remarks.add(file + " " + trouble.get() + ": its backup " + OriginalFiles.BACKUP + " is taken, which is older");
        try {
            return new Original(decode(backup, sink), blocks, remarks);
        } catch (ProtocolException e) {
            throw new RefusedException(file + " " + trouble.get() + ", nor can " + backup + ": " + e.getMessage());
        }
    }

    private static State decode(Path file, BlobSink sink) throws IOException, ProtocolException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                InputStream in = new BufferedInputStream(Channels.newInputStream(channel))) {
            return new WireDecoder(Limits.FILE, sink).state(in, channel.size());
        }
    }

    private static SortedMap<Name, Path> blocks(Path directory, List<String> remarks) throws IOException {
        SortedMap<Name, Path> devices = new TreeMap<>();
        if (!Files.isDirectory(directory)) {
            return devices;
        }
        try (DirectoryStream<Path> listing = Files.newDirectoryStream(directory)) {
            for (Path file : listing) {
                Optional<Name> name = device(file);
                if (name.isPresent()) {
                    devices.put(name.get(), file);
                } else if (!DurableFiles.isUnfinished(file)) {
                    remarks.add(Text.of(file.toString())
                            + " is left out: a block device is a file of whole MB, called by a name");
                }
            }
        }
        return devices;
    }

    private static Optional<Name> device(Path file) throws IOException {
        String fileName = file.getFileName().toString();
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || !isWhole(Files.size(file))) {
            return Optional.empty();
        }
        try {
            return Optional.of(Name.parse(fileName))
                    .filter(name -> name.label().isPresent() && name.toString().equals(fileName));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean isWhole(long bytes) {
        return bytes > 0 && bytes % MEGABYTE == 0;
    }

    /** Returns the size of a block device's file, in MB. */
    static long sizeMb(Path file) throws IOException {
        return Files.size(file) / MEGABYTE;
    }
}
