package org.albatross.migration;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.albatross.disk.DurableFiles;
import org.albatross.store.StatePaths;

/**
 * Which files say at a moment what should run. A change replaces a file by another one, so that two equal snapshots have
 * nothing changed between them.
 */
record StateSnapshot(SortedMap<Path, Stamp> files) {
    /** What tells a file from the one that takes its place. */
    record Stamp(Optional<Object> key, long modified, long size) {}

    /** Takes one. */
    static StateSnapshot of(StatePaths paths) throws IOException {
        SortedMap<Path, Stamp> files = new TreeMap<>();
        add(paths.unikernels(), files);
        add(paths.policies(), files);
        return new StateSnapshot(files);
    }

    private static void add(Path directory, SortedMap<Path, Stamp> files) throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (DirectoryStream<Path> listing = Files.newDirectoryStream(directory)) {
            for (Path file : listing) {
                files.put(file, stamp(file));
            }
        }
    }

    private static Stamp stamp(Path file) throws IOException {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return new Stamp(
                    Optional.ofNullable(attributes.fileKey()),
                    attributes.lastModifiedTime().toMillis(),
                    attributes.size());
        } catch (NoSuchFileException e) {
            return new Stamp(Optional.empty(), 0, 0);
        }
    }

    /** Tells whether no change was under way. */
    boolean isWhole() {
        return files.entrySet().stream()
                .noneMatch(file -> DurableFiles.isUnfinished(file.getKey())
                        || file.getValue().key().isEmpty());
    }
}
