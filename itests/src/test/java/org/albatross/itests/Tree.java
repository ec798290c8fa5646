package org.albatross.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The installable tree that the build has made, and directories for a platform started from it. */
public final class Tree {
    private static final Path ROOT =
            Path.of("../launcher/target/albatross").toAbsolutePath().normalize();

    private Tree() {}

    /** A file of the tree, as {@code bin/albatross}. */
    public static Path file(String name) {
        return ROOT.resolve(name);
    }

    /** The release that would be started, without links. */
    public static Path release() throws IOException {
        return file("lib/current").toRealPath();
    }

    /** A new folder with a short path that other users may pass through but not list, as tenders have to. */
    public static Path newHome() throws IOException {
        return Files.createTempDirectory(
                "itest", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x")));
    }
}
