package org.albatross.migration;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.Text;
import org.albatross.store.BlockDirectory;

/**
 * What lies in a directory of block devices, the original's or ours. It is read only.
 *
 * @param devices the files that are block devices, by name
 * @param refused those that look like one and are none here, by their printable file name, with the reason
 * @param others those that no Albatross would take for one
 */
record BlockFiles(SortedMap<Name, Path> devices, SortedMap<String, String> refused, SortedMap<String, Path> others) {
    /** Looks through {@code directory}, which need not exist; what is being written there is passed over. */
    static BlockFiles in(Path directory) throws IOException {
        BlockFiles found = new BlockFiles(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> listing = Files.newDirectoryStream(directory)) {
                for (Path file : listing) {
                    if (!BlockDirectory.isUnfinished(file)) {
                        found.add(file);
                    }
                }
            }
        }
        return found;
    }

    private void add(Path file) throws IOException {
        String fileName = file.getFileName().toString();
        Optional<String> misfit = misfit(file);
        try {
            Name name = Name.parse(fileName);
            if (misfit.isEmpty() && name.label().isPresent() && !name.toString().equals(fileName)) {
                misfit = Optional.of("its name would have to be " + name);
            }
            if (name.label().isEmpty()) {
                misfit = Optional.of("its name is a path and has no label");
            }
            if (misfit.isEmpty()) {
                devices.put(name, file);
                return;
            }
        } catch (IllegalArgumentException e) {
            misfit = Optional.of(String.valueOf(e.getMessage()));
        }
        String printable = Text.of(fileName).toString();
        if (fileName.contains(":") || misfit(file).isEmpty()) {
            refused.put(printable, misfit.get());
        } else {
            others.put(printable, file);
        }
    }

    /** Says why the file is not a block device, whatever its name is. */
    private static Optional<String> misfit(Path file) throws IOException {
        if (Files.isSymbolicLink(file)) {
            return Optional.of("it is a symbolic link, a regular file is needed");
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of("it is not a regular file");
        }
        long bytes = Files.size(file);
        return bytes > 0 && bytes % Megabytes.BYTES == 0
                ? Optional.empty()
                : Optional.of("it has " + bytes + " bytes, a multiple of " + Megabytes.BYTES + " bytes is needed");
    }

    /** Returns the size of a block device's file. */
    static Megabytes size(Path file) throws IOException {
        return Megabytes.ofBytes(Files.size(file));
    }
}
