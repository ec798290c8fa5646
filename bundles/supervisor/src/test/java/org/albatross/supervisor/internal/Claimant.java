package org.albatross.supervisor.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A process of a user who has nothing to do with the platform, with whatever it likes in its command line. */
public final class Claimant {
    /** The user. */
    public static final long UID = 4711;

    private Claimant() {}

    /** Starts one with these words in its command line, and waits until it has them. */
    public static Process start(String... words) throws Exception {
        List<String> line = new ArrayList<>(commandLine());
        line.add("read nothing");
        line.addAll(List.of(words));
        Process process = new ProcessBuilder(line).start();
        awaitLine(process);
        return process;
    }

    /** Returns the words by which a shell becomes that user's, without its script. */
    public static List<String> commandLine() {
        List<String> line = new ArrayList<>(asUser());
        line.addAll(List.of("sh", "-c"));
        return line;
    }

    /** Returns the words by which another program becomes that user's. */
    public static List<String> asUser() {
        String uid = Long.toString(UID);
        return List.of(
                "setpriv",
                "--reuid",
                uid,
                "--regid",
                uid,
                "--clear-groups",
                "--inh-caps=-all",
                "--ambient-caps=-all",
                "--bounding-set=-all");
    }

    /** Waits until a process is the shell that it is to become. */
    public static void awaitLine(Process process) throws Exception {
        TestPlatform.eventually("it is a shell", () -> isShell(process.pid()));
    }

    /** Waits until a process has a child that is such a shell. */
    public static void awaitChildLine(Process process) throws Exception {
        TestPlatform.eventually("its child is a shell", () -> {
            Optional<ProcessHandle> child = process.children().findFirst();
            return child.isPresent() && isShell(child.get().pid());
        });
    }

    private static boolean isShell(long pid) throws IOException {
        return Files.readString(Path.of("/proc", Long.toString(pid), "cmdline")).startsWith("sh\0-c\0");
    }

    /** Tells whether this process may start one. */
    public static boolean isPossible() throws Exception {
        return TestPlatform.mayChangeUser();
    }

    /** Lets it end, and waits. */
    public static void end(Process process) throws Exception {
        process.getOutputStream().close();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
}
