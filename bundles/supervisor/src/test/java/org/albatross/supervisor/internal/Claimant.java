package org.albatross.supervisor.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process of a user who has nothing to do with the platform, with whatever it likes in its command line. */
public final class Claimant {
    /** The user. */
    public static final long UID = 4711;

    private Claimant() {}

    /** Starts one with these words in its command line, and waits until it has them. */
    public static Process start(String... words) throws Exception {
        String uid = Long.toString(UID);
        List<String> line = new ArrayList<>(List.of("setpriv", "--reuid", uid, "--regid", uid, "--clear-groups"));
        line.addAll(List.of("--inh-caps=-all", "--ambient-caps=-all", "--bounding-set=-all"));
        line.addAll(List.of("sh", "-c", "read nothing"));
        line.addAll(List.of(words));
        Process process = new ProcessBuilder(line).start();
        awaitLine(process);
        return process;
    }

    /** Waits until a process is the shell that it is to become. */
    public static void awaitLine(Process process) throws Exception {
        Path own = Path.of("/proc", Long.toString(process.pid()), "cmdline");
        TestPlatform.eventually("it is a shell", () -> Files.readString(own).startsWith("sh\0-c\0"));
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
