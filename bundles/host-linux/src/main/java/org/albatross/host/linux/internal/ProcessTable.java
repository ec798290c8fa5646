package org.albatross.host.linux.internal;

import static org.albatross.host.linux.internal.SystemCall.ESRCH;

import com.sun.jna.Native;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.albatross.host.ProcessId;
import org.albatross.host.Processes.Entry;

/**
 * The process table as {@code /proc} shows it (proc(5)). That a process is not there is said only where it is
 * known: mount options (hidepid) can hide those of other users.
 */
final class ProcessTable {
    private static final int SC_CLK_TCK = 2;
    private static final int PRIO_USER = 2;
    /** Enough for what a tender can be given; the rest of a longer line is not read. */
    private static final int MAX_COMMAND_LINE = 64 * 1024;

    private static final int MAX_STAT = 4096;
    private static final Pattern REAL_USER = Pattern.compile("(?m)^Uid:\\s*([0-9]+)");
    /** How long a list waits for processes that are between two programs; then they are listed without a line. */
    private static final Duration EXEC = Duration.ofSeconds(1);

    private static final long PAUSE_NANOS = 100_000;
    private static final LibC C = LibC.INSTANCE;

    private final Path proc;

    ProcessTable(Path proc) {
        this.proc = proc;
    }

    /** The fields of {@code /proc/PID/stat} that matter. */
    private record Stat(char state, long parent, long threads, long start, long memory) {
        /**
         * A leader whose other threads live on is shown as a zombie too, but its process lives: so a
         * solo5-hvt that failed in its seccomp filter.
         */
        boolean ended() {
            return (state == 'Z' || state == 'X') && threads <= 1;
        }
    }

    /** As {@link org.albatross.host.Processes#find}. */
    Optional<ProcessId> find(long pid) throws IOException {
        if (pid < 1 || pid > Integer.MAX_VALUE) {
            return Optional.empty();
        }
        return known(pid).filter(stat -> !stat.ended()).map(stat -> new ProcessId(pid, stat.start));
    }

    /** Returns nothing only when there is no such process: one may begin, or end, between the questions. */
    private Optional<Stat> known(long pid) throws IOException {
        try {
            return Optional.of(stat(pid));
        } catch (IOException e) {
            if (!exists(pid)) {
                return Optional.empty();
            }
        }
        try {
            return Optional.of(stat(pid));
        } catch (IOException e) {
            return unlessHidden(pid, Optional.empty(), e);
        }
    }

    private <T> T unlessHidden(long pid, T whenGone, IOException cause) throws IOException {
        if (exists(pid)) {
            throw new IOException(
                    "process " + pid + " exists, but cannot be seen in " + proc + " (mounted with hidepid?)", cause);
        }
        return whenGone;
    }

    private static boolean exists(long pid) {
        return C.kill(Math.toIntExact(pid), 0) == 0 || Native.getLastError() != ESRCH;
    }

    private Stat stat(long pid) throws IOException {
        String line = new String(read(pid, "stat", MAX_STAT), StandardCharsets.ISO_8859_1);
        // The second field is the program's name in parentheses and may hold anything.
        String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
        return new Stat(
                fields[0].charAt(0),
                Long.parseLong(fields[1]),
                Long.parseLong(fields[17]),
                Long.parseLong(fields[19]),
                Long.parseLong(fields[20]));
    }

    private byte[] read(long pid, String file, int limit) throws IOException {
        try (InputStream in =
                Files.newInputStream(proc.resolve(Long.toString(pid)).resolve(file))) {
            return in.readNBytes(limit);
        }
    }

    /**
     * Waits until a process that was sent a signal has stopped, or ended.
     *
     * @throws IOException when it takes longer
     */
    void awaitStop(long pid, Duration limit) throws IOException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (known(pid)
                .filter(stat -> !stat.ended() && stat.state != 'T' && stat.state != 't')
                .isPresent()) {
            if (System.nanoTime() - deadline > 0) {
                throw new IOException("process " + pid + " has not stopped within " + limit.toSeconds() + " s");
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** As {@link org.albatross.host.Processes#startedAt}: from the boot time, which has whole seconds. */
    Optional<Instant> startedAt(ProcessId process) throws IOException {
        if (!find(process.pid()).equals(Optional.of(process))) {
            return Optional.empty();
        }
        try (var lines = Files.lines(proc.resolve("stat"))) {
            long boot = lines.filter(line -> line.startsWith("btime "))
                    .mapToLong(line -> Long.parseLong(line.substring(6)))
                    .findFirst()
                    .orElseThrow(() -> new IOException(proc.resolve("stat") + " has no btime"));
            long millis = process.start() * 1000 / C.sysconf(SC_CLK_TCK);
            return Optional.of(Instant.ofEpochSecond(boot).plusMillis(millis));
        }
    }

    /**
     * As {@link org.albatross.host.Processes#descriptor}. Reading the link asks for the same right as opening it does;
     * access(2) would answer for a process without capabilities.
     */
    Optional<Path> descriptor(ProcessId process, int number) throws IOException {
        if (!find(process.pid()).equals(Optional.of(process))) {
            return Optional.empty();
        }
        Path link = proc.resolve(Long.toString(process.pid())).resolve("fd").resolve(Integer.toString(number));
        try {
            // What is not a file, as a socket, has a target that is not a path.
            return Files.readSymbolicLink(link).isAbsolute() ? Optional.of(link) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** As {@link org.albatross.host.Processes#table}. */
    List<Entry> list() throws IOException {
        List<Entry> entries = new ArrayList<>();
        long patience = System.nanoTime() + EXEC.toNanos();
        for (long pid : pids()) {
            entry(pid, patience).ifPresent(entries::add);
        }
        return entries;
    }

    /**
     * As {@link org.albatross.host.Processes#runningAs}. That there is none is what getpriority(2) says at once, of the real
     * user too; to read the whole table at each start and each end would take longer than all else of them.
     */
    List<ProcessId> runningAs(long uid) throws IOException {
        Native.setLastError(0); // which a call that succeeds leaves as it is, and -1 is a priority too
        if (C.getpriority(PRIO_USER, (int) uid) == -1 && Native.getLastError() == ESRCH) {
            return List.of();
        }
        List<ProcessId> found = new ArrayList<>();
        for (long pid : pids()) {
            if (user(pid).equals(Optional.of(uid))) {
                find(pid).ifPresent(found::add);
            }
        }
        return found;
    }

    /** Returns the numbers of all processes. */
    private List<Long> pids() throws IOException {
        List<Long> pids = new ArrayList<>();
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(proc, "[1-9]*")) {
            for (Path directory : directories) {
                pids.add(Long.parseLong(directory.getFileName().toString()));
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        requireNotHidden();
        boolean self = pids.contains(ProcessHandle.current().pid());
        if (!self || !pids.contains(1L)) {
            throw new IOException(proc + " does not show every process: " + (self ? "process 1" : "not even this one")
                    + " is missing (mounted with hidepid?)");
        }
        return pids;
    }

    /** As {@link org.albatross.host.Processes#requireVisible}. */
    void requireVisible() throws IOException {
        requireNotHidden();
        known(1);
    }

    private void requireNotHidden() throws IOException {
        Optional<ProcMount> mount = ProcMount.at(proc);
        if (mount.isPresent()) {
            mount.get().requireAll();
        }
    }

    /**
     * In the middle of execve(2) a process has its new memory, but no command line yet: a tender that is taken for
     * nothing then would be started again.
     */
    private Optional<Entry> entry(long pid, long patience) throws IOException {
        while (true) {
            Optional<Stat> known = known(pid);
            if (known.isEmpty()) {
                return Optional.empty();
            }
            Stat stat = known.get();
            Optional<Long> user = user(pid);
            List<String> line = commandLine(pid);
            if (user.isEmpty()) {
                return Optional.empty();
            }
            if (!line.isEmpty() || stat.memory == 0 || System.nanoTime() - patience > 0) {
                return Optional.of(
                        new Entry(new ProcessId(pid, stat.start), stat.parent, user.get(), stat.ended(), line));
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private Optional<Long> user(long pid) throws IOException {
        String status;
        try {
            status = new String(read(pid, "status", MAX_STAT), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return unlessHidden(pid, Optional.empty(), e);
        }
        Matcher user = REAL_USER.matcher(status);
        if (!user.find()) {
            throw new IOException(proc.resolve(Long.toString(pid)).resolve("status") + " names no user");
        }
        return Optional.of(Long.parseLong(user.group(1)));
    }

    private List<String> commandLine(long pid) throws IOException {
        String line;
        try {
            line = new String(read(pid, "cmdline", MAX_COMMAND_LINE), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return unlessHidden(pid, List.of(), e);
        }
        if (line.isEmpty()) {
            return List.of();
        }
        String ended = line.endsWith("\0") ? line.substring(0, line.length() - 1) : line;
        return List.of(ended.split("\0", -1));
    }
}
