package org.albatross.supervisor.internal.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.albatross.model.Name;
import org.albatross.model.Text;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The block devices: files of whole MB, each called by its written name. */
public final class BlockDirectory {
    private static final Logger LOG = LoggerFactory.getLogger(BlockDirectory.class);
    private static final long MEGABYTE = 1024 * 1024;

    private final Path directory;

    /** Keeps block devices in {@code directory}, which is made when it does not exist. */
    public BlockDirectory(Path directory) throws IOException {
        DurableFiles.makeDirectory(directory, "rwx------");
        this.directory = directory;
    }

    /** Returns where the block devices lie. */
    public Path directory() {
        return directory;
    }

    /** Returns the file of a unikernel's block device, whose name must be a label. */
    public Path file(Name unikernel, Text hostDevice) {
        return directory.resolve(Name.of(unikernel.path(), hostDevice.decoded()).toString());
    }

    /** Finds the devices by name and their size in MB; warns of files that are none and leaves them. */
    public SortedMap<Name, Long> scan() throws IOException {
        SortedMap<Name, Long> devices = new TreeMap<>();
        try (DirectoryStream<Path> listing = Files.newDirectoryStream(directory)) {
            for (Path file : listing) {
                String fileName = file.getFileName().toString();
                try {
                    Name name = Name.parse(fileName);
                    long size = Files.size(file);
                    if (name.label().isPresent()
                            && name.toString().equals(fileName)
                            && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                            && size % MEGABYTE == 0) {
                        devices.put(name, size / MEGABYTE);
                    } else {
                        LOG.warn("Skipping {}: a block device is a file of whole MB, this has {} bytes", file, size);
                    }
                } catch (IllegalArgumentException e) {
                    LOG.warn("Skipping {}: {}", file, e.getMessage());
                }
            }
        }
        return Collections.unmodifiableSortedMap(devices);
    }
}
