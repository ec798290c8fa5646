package org.albatross.host.linux.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * How a proc file system is mounted (proc(5)): with {@code hidepid} a process sees those of other users only when it
 * is in the group that {@code gid} names, root's where none is named.
 *
 * @param point where it is mounted
 * @param hiding the value of {@code hidepid}, by name or number; empty when it is off
 * @param group the value of {@code gid}
 */
record ProcMount(Path point, String hiding, long group) {
    private static final Set<String> OFF = Set.of("", "0", "off");
    /** With this one, the right to trace a process counts, and no group. */
    private static final Set<String> ONLY_TRACEABLE = Set.of("4", "ptraceable");

    /** Returns how {@code proc} is mounted, or nothing when no file system is mounted just there. */
    static Optional<ProcMount> at(Path proc) throws IOException {
        Path file = proc.resolve("self/mountinfo");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        // Mounted over each other, the last one is seen.
        return Files.readAllLines(file, StandardCharsets.ISO_8859_1).stream()
                .filter(line -> line.split(" ", -1)[4].equals(proc.toString()))
                .reduce((first, second) -> second)
                .map(line -> of(proc, line));
    }

    /** Reads a line of {@code mountinfo}, whose last word is the options of the file system. */
    private static ProcMount of(Path proc, String line) {
        String hiding = "";
        long group = 0;
        for (String option : line.substring(line.lastIndexOf(' ') + 1).split(",", -1)) {
            if (option.startsWith("hidepid=")) {
                hiding = option.substring("hidepid=".length());
            } else if (option.matches("gid=[0-9]{1,10}")) {
                group = Long.parseLong(option.substring("gid=".length()));
            }
        }
        return new ProcMount(proc, OFF.contains(hiding) ? "" : hiding, group);
    }

    /** Requires that it shows the processes of all users to this process. */
    void requireAll() throws IOException {
        if (hiding.isEmpty()) {
            return;
        }
        boolean byGroup = !ONLY_TRACEABLE.contains(hiding);
        Path status = point.resolve("self/status");
        Set<Long> groups = new HashSet<>();
        long own = 0;
        for (String line : Files.readAllLines(status, StandardCharsets.ISO_8859_1)) {
            if (line.startsWith("Gid:") || line.startsWith("Groups:")) {
                String[] numbers = line.substring(line.indexOf(':') + 1).strip().split("\\s+", -1);
                Arrays.stream(numbers)
                        .filter(word -> !word.isEmpty())
                        .map(Long::valueOf)
                        .forEach(groups::add);
                own = line.startsWith("Gid:") ? Long.parseLong(numbers[1]) : own;
            }
        }
        if (!byGroup || !groups.contains(group)) {
            throw new IOException(point + " is mounted with hidepid=" + hiding
                    + " and hides the processes of other users:"
                    + " a unikernel could be started, but not ended. Let the platform's group see them, by"
                    + " mount -o remount," + (byGroup ? "" : "hidepid=invisible,") + "gid=" + own + " " + point);
        }
    }
}
