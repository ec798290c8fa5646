package org.albatross.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** What {@code /proc} says of processes. */
final class Processes {
    private static final Path PROC = Path.of("/proc");
    private static final double KIB_PER_MB = 1024;

    /** Fields of {@code /proc/PID/stat} behind the name of the program, from 0: proc(5) counts from 3 there. */
    private static final int OWN_USER = 11;

    private static final int OWN_SYSTEM = 12;
    private static final int CHILDREN_USER = 13;
    private static final int CHILDREN_SYSTEM = 14;

    /** Ticks of {@code /proc} in a second, the same on every Linux that Java runs on. */
    private static final double TICKS_PER_SECOND = 100;

    private Processes() {}

    /** A field of {@code /proc/PID/status} that is counted in kB, in MB. */
    static double megabytes(long pid, String field) throws IOException {
        return number(pid, field) / KIB_PER_MB;
    }

    /** A field of {@code /proc/PID/status} that is a number. */
    static long number(long pid, String field) throws IOException {
        String prefix = field + ":";
        return Files.readAllLines(PROC.resolve(pid + "/status")).stream()
                .filter(line -> line.startsWith(prefix))
                .map(line -> line.substring(prefix.length()).replace("kB", "").strip())
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow(() -> new IOException("/proc/" + pid + "/status has no " + field));
    }

    /** The seconds of processor time that a process has used, its ended children left out. */
    static double cpuSeconds(long pid) throws IOException {
        List<String> fields = stat(PROC.resolve(Long.toString(pid)));
        return (ticks(fields, OWN_USER) + ticks(fields, OWN_SYSTEM)) / TICKS_PER_SECOND;
    }

    /**
     * The seconds of processor time that all processes of this namespace but this one have ever used. Its first
     * process waits for all that lose their parent, so that none that has ended is missing.
     */
    static double cpuSecondsOfOthers() throws IOException {
        Path self = PROC.resolve(Long.toString(ProcessHandle.current().pid()));
        double ticks = 0;
        try (Stream<Path> entries = Files.list(PROC)) {
            for (Path entry : entries.filter(Processes::isProcess).toList()) {
                List<String> fields = statUnlessEnded(entry);
                if (!fields.isEmpty()) {
                    ticks += ticks(fields, CHILDREN_USER) + ticks(fields, CHILDREN_SYSTEM);
                    ticks += entry.equals(self) ? 0 : ticks(fields, OWN_USER) + ticks(fields, OWN_SYSTEM);
                }
            }
        }
        return ticks / TICKS_PER_SECOND;
    }

    /**
     * Ends processes by signal 9, and waits for their ends. The JDK looks every 300 ms and more whether a process that is not a child of
     * its own has ended, so nothing that is timed may wait here.
     */
    static void killAndAwait(Collection<Long> pids) {
        List<ProcessHandle> processes =
                pids.stream().flatMap(pid -> ProcessHandle.of(pid).stream()).toList();
        processes.forEach(ProcessHandle::destroyForcibly);
        processes.forEach(process -> process.onExit().join());
    }

    /** Sends signal 9 to a process, and does not wait for its end. */
    static void kill(ProcessHandle process) throws IOException {
        if (!process.destroyForcibly()) {
            throw new IOException("process " + process.pid() + " has ended already");
        }
    }

    private static boolean isProcess(Path entry) {
        return entry.getFileName().toString().matches("[0-9]+");
    }

    private static List<String> statUnlessEnded(Path process) throws IOException {
        try {
            return stat(process);
        } catch (IOException e) {
            if (Files.exists(process)) {
                throw e;
            }
            return List.of();
        }
    }

    private static List<String> stat(Path process) throws IOException {
        String line = Files.readString(process.resolve("stat"));
        return List.of(line.substring(line.lastIndexOf(')') + 2).strip().split(" ", -1));
    }

    private static long ticks(List<String> fields, int field) {
        return Long.parseLong(fields.get(field));
    }
}
