package org.albatross.migration;

import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.albatross.configuration.Schema;
import org.albatross.host.ThisHost;
import org.albatross.model.Caller;

/**
 * The program behind {@code albatross state}, started by {@code libexec/albatross-state}: never as root, but as the
 * owner of the state directory.
 */
public final class Main {
    private Main() {}

    /**
     * Runs one command line, and ends the process with its exit code. The properties albatross.libexec.dir,
     * albatross.etc.dir and albatross.caller (uid, gid and pid of who has called the program) are needed.
     */
    public static void main(String[] words) throws IOException {
        Path libexec = directory("albatross.libexec.dir");
        Path bundles = libexec.resolveSibling("bundles");
        List<Path> searchPath = Arrays.stream(
                        Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator, -1))
                .filter(part -> part.startsWith("/"))
                .map(Path::of)
                .toList();
        Installation installation = new Installation(
                searchPath,
                Optional.of(libexec.resolve("albatross-tender")),
                directory("albatross.etc.dir"),
                () -> Schema.ofJars(bundles));
        Program program = new Program(
                ThisHost.open(libexec), installation, caller(), stream(FileDescriptor.out), stream(FileDescriptor.err));
        System.exit(program.run(List.of(words)));
    }

    private static Caller.Local caller() {
        String[] ids = System.getProperty("albatross.caller", "").split(" ", -1);
        if (ids.length != 3) {
            throw new IllegalStateException("the property albatross.caller is not uid, gid and pid");
        }
        return new Caller.Local(Long.parseLong(ids[0]), Long.parseLong(ids[1]), Long.parseLong(ids[2]));
    }

    private static Path directory(String property) {
        return Path.of(System.getProperty(property, "/nonexistent"));
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
    }
}
