package org.albatross.supervisor.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import org.albatross.model.Name;
import org.albatross.supervisor.internal.store.BlockContents;
import org.albatross.supervisor.internal.store.BlockDirectory;
import org.albatross.supervisor.internal.store.DurableFiles;
import org.albatross.supervisor.internal.store.RefusedException;

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

    private static Path place(Path state, Name device) {
        return state.resolve(Original.BLOCKS).resolve(device.toString());
    }

    /** Returns the names of the block devices that a state directory has. */
    static Set<Name> existing(Path state) throws IOException {
        Set<Name> names = new TreeSet<>();
        Path directory = state.resolve(Original.BLOCKS);
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> listing = Files.newDirectoryStream(directory, "*:*")) {
                for (Path file : listing) {
                    if (!DurableFiles.isUnfinished(file)) {
                        names.add(Name.parse(file.getFileName().toString()));
                    }
                }
            } catch (IllegalArgumentException e) {
                throw new IOException(directory + " holds a file that is no block device: " + e.getMessage(), e);
            }
        }
        return names;
    }

    /** Refuses block devices that would replace others. Equal ones are fine: an import may be done again. */
    static void requireFree(Path state, SortedMap<Name, Path> devices) throws IOException, RefusedException {
        for (Map.Entry<Name, Path> device : devices.entrySet()) {
            Path place = place(state, device.getKey());
            if (Files.exists(place, LinkOption.NOFOLLOW_LINKS) && Files.mismatch(device.getValue(), place) >= 0) {
                throw new RefusedException(place + " is there already and holds something else than "
                        + device.getValue() + ": move one of them away");
            }
        }
    }

    /** Takes devices for which {@link #requireFree} found a place. */
    void take(SortedMap<Name, Path> devices) throws IOException, RefusedException {
        Path directory = stores.directory().resolve(Original.BLOCKS);
        if (Files.exists(directory)) {
            own(directory);
        }
        BlockDirectory blocks = new BlockDirectory(directory, stores.files(), (file, uid) -> {});
        for (Map.Entry<Name, Path> device : devices.entrySet()) {
            take(device.getKey(), device.getValue(), blocks);
        }
    }

    private void take(Name device, Path source, BlockDirectory blocks) throws IOException, RefusedException {
        Path place = place(stores.directory(), device);
        if (Files.exists(place)) {
            own(place);
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
            blocks.write(device, Original.sizeMb(source), BlockContents.of(data, false));
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
