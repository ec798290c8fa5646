package org.albatross.itests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/** What {@code /proc/PID/status} says. */
public final class ProcessStatus {
    private static final int SETUID = 7;

    private ProcessStatus() {}

    /** Whether the tests, and with them a platform that they start, may give a process another user. */
    public static boolean mayChangeUsers() {
        try {
            String effective = of(ProcessHandle.current().pid()).get("CapEff");
            return (Long.parseLong(effective, 16) >> SETUID & 1) == 1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns its fields by name. */
    public static Map<String, String> of(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                .map(line -> line.split(":\\s*", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }
}
