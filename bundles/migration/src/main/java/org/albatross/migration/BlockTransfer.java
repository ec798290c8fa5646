package org.albatross.migration;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.albatross.model.Name;
import org.albatross.store.BlockContents;
import org.albatross.store.BlockDirectory;
import org.albatross.store.RefusedException;
import org.albatross.store.StatePaths;

/**
 * Puts block devices into our state directory: copied, holes kept; moved, when that is wanted and they lie on the
 * same file system; or left where they are when that is the place.
 */
final class BlockTransfer {
    private final StateStores stores;
    private final boolean move;

    BlockTransfer(StateStores stores, boolean move) {
        this.stores = stores;
        this.move = move;
    }

    private static Path place(StatePaths state, Name device) {
        return state.blocks().resolve(device.toString());
    }

    /** Refuses block devices that cannot be read, or would replace others. Equal ones are fine: an import may be done again. */
    static void requireFree(StatePaths state, SortedMap<Name, Path> devices) throws IOException, RefusedException {
        for (Map.Entry<Name, Path> device : devices.entrySet()) {
            Path source = device.getValue();
            Path place = place(state, device.getKey());
            requireReadable(source);
            if (Files.exists(place, LinkOption.NOFOLLOW_LINKS) && Files.mismatch(source, place) >= 0) {
                throw new RefusedException(place + " is there already and holds something else than " + source
                        + ": move one of them away");
            }
        }
    }

    /** By opening it: for access(2) a capability to read everything does not count. */
    private static void requireReadable(Path source) throws IOException, RefusedException {
        try {
            FileChannel.open(source, StandardOpenOption.READ).close();
        } catch (AccessDeniedException e) {
            throw new RefusedException(source + " cannot be read: import as root, or as its owner");
        }
    }

    /** Takes devices for which {@link #requireFree} found a place. */
    void take(SortedMap<Name, Path> devices) throws IOException, RefusedException {
        Path directory = stores.paths().blocks();
        if (Files.isDirectory(directory)) {
            own(directory);
            // Those too that an import has moved here which was killed before it could own them.
            for (Path file : BlockFiles.in(directory).devices().values()) {
                own(file);
            }
        }
        BlockDirectory blocks = new BlockDirectory(directory, stores.files(), (file, uid) -> {});
        for (Map.Entry<Name, Path> device : devices.entrySet()) {
            take(device.getKey(), device.getValue(), blocks);
        }
    }

    private void take(Name device, Path source, BlockDirectory blocks) throws IOException, RefusedException {
        Path place = place(stores.paths(), device);
        if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (move) {
            try {
                stores.files().moveIntoPlace(source, place);
                own(place);
                return;
            } catch (AtomicMoveNotSupportedException e) {
                // Another file system: it is copied, and stays where it is.
            }
        }
        try (InputStream data = Files.newInputStream(source)) {
            blocks.write(device, BlockFiles.size(source), BlockContents.of(data, false));
        }
    }

    /** Makes a file or directory of somebody else ours, as the platform needs it, with no rights for others. */
    private void own(Path file) throws IOException {
        int ourUid = attribute(stores.directory(), "unix:uid");
        int ourGid = attribute(stores.directory(), "unix:gid");
        if (attribute(file, "unix:uid") != ourUid || attribute(file, "unix:gid") != ourGid) {
            stores.host()
                    .files()
                    .setOwner(
                            file,
                            Optional.of(Integer.toUnsignedLong(ourUid)),
                            Optional.of(Integer.toUnsignedLong(ourGid)));
        }
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
    }

    private static int attribute(Path file, String name) throws IOException {
        return (Integer) Files.getAttribute(file, name, LinkOption.NOFOLLOW_LINKS);
    }
}
