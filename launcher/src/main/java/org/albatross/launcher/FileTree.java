package org.albatross.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Files and folders as wholes. */
final class FileTree {
    private FileTree() {}

    /** Copies a file, or a folder with all that is in it, for all to read. */
    static void copy(Path from, Path to) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(from)) {
            files = walk.toList();
        }
        for (Path file : files) {
            Path copy = to.resolve(from.relativize(file).toString());
            if (Files.isDirectory(file)) {
                Files.createDirectory(copy);
            } else {
                Files.copy(file, copy);
            }
            setReadable(copy);
        }
    }

    /** Lets other users read it: tenders run what is in a release. */
    static void setReadable(Path file) throws IOException {
        boolean passes = Files.isDirectory(file) || Files.isExecutable(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(passes ? "rwxr-xr-x" : "rw-r--r--"));
    }

    /** Returns digests of all files in some folders of a folder, by their paths in it. */
    static Map<String, String> contents(Path folder, List<String> parts) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        for (String part : parts) {
            Path root = folder.resolve(part);
            if (Files.isDirectory(root)) {
                for (Path file : files(root)) {
                    MessageDigest digest = BundleContents.sha256();
                    try (InputStream in = Files.newInputStream(file)) {
                        BundleContents.update(digest, in);
                    }
                    contents.put(
                            folder.relativize(file).toString(), HexFormat.of().formatHex(digest.digest()));
                }
            }
        }
        return contents;
    }

    private static List<Path> files(Path root) throws IOException {
        try (Stream<Path> walk = Files.walk(root)) {
            return walk.filter(Files::isRegularFile).toList();
        }
    }

    /** Removes a file, or a folder with all that is in it, if it is there. */
    static void delete(Path root) throws IOException {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        List<Path> files;
        try (Stream<Path> walk = Files.walk(root)) {
            files = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }

    /** Brings a folder and all that is in it to the disk. */
    static void sync(Path root) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(root)) {
            files = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            if (Files.isDirectory(file)) {
                syncDirectory(file);
            } else {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.force(true);
                }
            }
        }
    }

    /** Brings the names in a folder to the disk. */
    static void syncDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory)) {
            channel.force(true);
        }
    }
}
