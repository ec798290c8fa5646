package org.albatross.host.linux.internal;

import static org.albatross.host.linux.internal.SystemCall.ESRCH;
import static org.albatross.host.linux.internal.SystemCall.LOCK_EXCLUSIVE_NOW;
import static org.albatross.host.linux.internal.SystemCall.OWNER_ALONE;
import static org.albatross.host.linux.internal.SystemCall.O_CLOEXEC;
import static org.albatross.host.linux.internal.SystemCall.O_CREAT;
import static org.albatross.host.linux.internal.SystemCall.O_RDONLY;
import static org.albatross.host.linux.internal.SystemCall.check;

import com.sun.jna.Native;
import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.albatross.host.Facts;
import org.albatross.host.ProcessId;
import org.albatross.host.Processes;
import org.albatross.host.WrapperLine;
import org.albatross.model.CpuId;

/** Processes on Linux: started by the wrapper, watched and signalled through pidfd_open(2). */
final class LinuxProcesses implements Processes {
    /** The format of the wrapper's arguments and files that is spoken here. */
    private static final String FORMAT = "2";
    /** All of the platform's environment that a tender sees. */
    private static final Set<String> ENVIRONMENT = Set.of("PATH", "JAVA_HOME");

    /** How long a process may take to stop: it does so when it leaves the kernel. */
    private static final Duration STOPS = Duration.ofSeconds(5);

    private static final long PIDFD_SEND_SIGNAL = 424;
    private static final long PIDFD_OPEN = 434;
    private static final LibC C = LibC.INSTANCE;

    /** From Java 22 on it writes the words of every command at TRACE; those of a tender may be secrets. Held to stay so. */
    private static final Logger OF_THE_JDK = Logger.getLogger("java.lang.ProcessBuilder");

    /** What the wrapper is run by, and runs. */
    private static final List<String> PROGRAMS = List.of("sh", "setpriv");

    private static final List<String> PROGRAMS_WITHOUT_SPAWN = List.of("setsid", "env", "sh", "flock", "setpriv");

    /** The descriptor by which the wrapper and the tender hold the lock. */
    private static final int LOCK = 9;

    private static final int CPU_MASK_BYTES = 1024;

    private final List<Path> path = Arrays.stream(
                    Optional.ofNullable(System.getenv("PATH")).orElse("").split(":"))
            .map(Path::of)
            .toList();
    private final Path wrapper;
    private final ProcessTable table;
    private final Facts facts;
    private final Poller poller;
    private final boolean spawns;
    private final boolean emptiesBounds;

    /**
     * Processes of this machine.
     *
     * @param libexec the directory of the wrapper
     * @param proc where the proc file system is
     * @param spawns whether the wrapper is started by {@link PosixSpawn}
     */
    LinuxProcesses(Path libexec, Path proc, Facts facts, Poller poller, boolean spawns) throws IOException {
        this.wrapper = libexec.resolve(WrapperLine.PROGRAM).toAbsolutePath();
        this.table = new ProcessTable(proc);
        this.facts = facts;
        this.poller = poller;
        this.spawns = spawns;
        this.emptiesBounds = SetprivCommand.emptiesBoundingSet(proc);
        OF_THE_JDK.setLevel(Level.INFO);
    }

    @Override
    public boolean launch(Launch launch) throws IOException {
        requireWrapper();
        SortedSet<CpuId> pinned = pinned(launch.cpus());
        if (spawns) {
            spawn(launch, pinned);
        } else {
            startDetached(launch, pinned);
        }
        return spawns;
    }

    /** The wrapper becomes a child, which {@link ChildReaper} waits for, and inherits its lock. */
    private void spawn(Launch launch, SortedSet<CpuId> pinned) throws IOException {
        List<String> words = wrapperLine(launch, SetprivCommand.of(launch.identity(), emptiesBounds, launch.command()));
        List<String> variables = new ArrayList<>();
        environment().forEach((name, value) -> variables.add(name + "=" + value));
        int lock = lock(launch);
        try {
            if (pinned.isEmpty()) {
                PosixSpawn.start(words, variables, lock, LOCK);
            } else {
                OwnThread.call(
                        "cannot start " + wrapper + " on the CPUs " + joined(pinned),
                        () -> startOn(pinned, words, variables, lock));
            }
        } finally {
            // Closed, not unlocked: what was started has it.
            C.close(lock);
        }
    }

    private static int startOn(SortedSet<CpuId> cpus, List<String> words, List<String> variables, int lock) {
        BitSet set = new BitSet();
        cpus.forEach(cpu -> set.set(Math.toIntExact(cpu.number())));
        byte[] mask = Arrays.copyOf(set.toByteArray(), CPU_MASK_BYTES);
        if (C.sched_setaffinity(0, mask.length, mask) < 0) {
            return -Native.getLastError();
        }
        try {
            return PosixSpawn.start(words, variables, lock, LOCK);
        } catch (ErrnoException e) {
            return -e.errno();
        }
    }

    /** Opens it read-only, so that what inherits it cannot fill the file system through it. */
    private static int lock(Launch launch) throws IOException {
        String path = launch.lock().toAbsolutePath().toString();
        int fd = check(C.open(path, O_RDONLY | O_CREAT | O_CLOEXEC, OWNER_ALONE), "cannot open the lock file " + path);
        if (C.flock(fd, LOCK_EXCLUSIVE_NOW) < 0) {
            int errno = Native.getLastError();
            C.close(fd);
            throw new ErrnoException("cannot lock " + path + ", which an earlier run may hold", errno);
        }
        return fd;
    }

    /** Where {@link PosixSpawn} is not available: nobody's child, which takes its lock itself. */
    private void startDetached(Launch launch, SortedSet<CpuId> pinned) throws IOException {
        List<String> tender = new ArrayList<>(SetprivCommand.of(launch.identity(), emptiesBounds, launch.command()));
        if (!pinned.isEmpty()) {
            tender.addAll(0, List.of("taskset", "-c", joined(pinned)));
        }
        List<String> line = new ArrayList<>(List.of("setsid", "--fork", "env", "--default-signal"));
        line.addAll(wrapperLine(launch, tender));
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().keySet().retainAll(ENVIRONMENT);
        try {
            int code = builder.start().waitFor();
            if (code != 0) {
                throw new IOException("setsid could not start " + wrapper + ": exit code " + code);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while starting " + launch.name());
        }
    }

    private static Map<String, String> environment() {
        Map<String, String> kept = new HashMap<>(System.getenv());
        kept.keySet().retainAll(ENVIRONMENT);
        return kept;
    }

    private void requireWrapper() throws IOException {
        if (!Files.isExecutable(wrapper)) {
            throw new IOException(
                    wrapper + " does not exist or is not executable: if the release was removed or replaced"
                            + " under the running platform, start the platform again");
        }
    }

    @Override
    public void requireLaunchable(SortedSet<CpuId> cpus) throws IOException {
        requireWrapper();
        List<String> programs = new ArrayList<>(spawns ? PROGRAMS : PROGRAMS_WITHOUT_SPAWN);
        if (!spawns && !pinned(cpus).isEmpty()) {
            programs.add("taskset");
        }
        for (String program : programs) {
            if (path.stream().noneMatch(folder -> Files.isExecutable(folder.resolve(program)))) {
                throw new IOException(program + ", which starts unikernels, is not in any directory of PATH: " + path);
            }
        }
    }

    private List<String> wrapperLine(Launch launch, List<String> tender) {
        List<String> line = new ArrayList<>(List.of(wrapper.toString()));
        line.addAll(List.of(launch.instance(), launch.name(), Long.toString(launch.runId()), FORMAT));
        line.add(launch.lock().toAbsolutePath().toString());
        line.add(launch.directory().toAbsolutePath().toString());
        line.addAll(tender);
        return line;
    }

    /** Returns the CPUs that are fewer than there are, or none. */
    private SortedSet<CpuId> pinned(SortedSet<CpuId> cpus) throws IOException {
        return cpus.isEmpty() || cpus.containsAll(facts.cpus()) ? Collections.emptySortedSet() : cpus;
    }

    private static String joined(Iterable<?> numbers) {
        List<String> words = new ArrayList<>();
        numbers.forEach(number -> words.add(number.toString()));
        return words.stream().collect(Collectors.joining(","));
    }

    @Override
    public void requireVisible() throws IOException {
        table.requireVisible();
    }

    @Override
    public Optional<ProcessId> find(long pid) throws IOException {
        return table.find(pid);
    }

    @Override
    public Optional<Path> descriptor(ProcessId process, int number) throws IOException {
        return table.descriptor(process, number);
    }

    @Override
    public Optional<Instant> startedAt(ProcessId process) throws IOException {
        return table.startedAt(process);
    }

    @Override
    public List<Entry> table() throws IOException {
        return table.list();
    }

    @Override
    public List<ProcessId> runningAs(long uid) throws IOException {
        return table.runningAs(uid);
    }

    @Override
    public Optional<Watch> watch(ProcessId process, Runnable ended) throws IOException {
        long fd = C.syscall(PIDFD_OPEN, process.pid(), 0, 0, 0);
        if (fd < 0 && Native.getLastError() == ESRCH) {
            return Optional.empty();
        }
        check(fd, "cannot watch process " + process.pid());
        try {
            // Looked up after it is held: the number cannot have gone to another process since.
            if (!table.find(process.pid()).equals(Optional.of(process))) {
                C.close((int) fd);
                return Optional.empty();
            }
        } catch (IOException e) {
            C.close((int) fd);
            throw e;
        }
        PidfdWatch watch = new PidfdWatch(process, poller.adopt((int) fd, "the end of process " + process.pid()));
        watch.start(ended);
        return Optional.of(watch);
    }

    private final class PidfdWatch implements Watch {
        private final ProcessId process;
        private final Poller.Descriptor descriptor;
        private volatile boolean over;

        PidfdWatch(ProcessId process, Poller.Descriptor descriptor) {
            this.process = process;
            this.descriptor = descriptor;
        }

        void start(Runnable ended) throws IOException {
            descriptor.start(() -> {
                over = true;
                descriptor.close();
                ended.run();
            });
        }

        @Override
        public void signal(Signal signal) throws IOException {
            send(signal);
            if (signal == Signal.STOP) {
                table.awaitStop(process.pid(), STOPS);
            }
        }

        private void send(Signal signal) throws IOException {
            try {
                descriptor.use(fd -> {
                    long sent = C.syscall(PIDFD_SEND_SIGNAL, fd, number(signal), 0, 0);
                    if (sent < 0 && Native.getLastError() != ESRCH) {
                        throw new ErrnoException(
                                "cannot send " + signal + " to process " + process.pid()
                                        + " (one of another user needs the capability CAP_KILL)",
                                Native.getLastError());
                    }
                    return sent;
                });
            } catch (ClosedChannelException e) {
                if (over) {
                    return;
                }
                throw new IOException("process " + process.pid() + " is not watched any more", e);
            }
        }

        private int number(Signal signal) {
            return switch (signal) {
                case KILL -> 9;
                case TERM -> 15;
                case CONTINUE -> 18;
                case STOP -> 19;
            };
        }

        @Override
        public void close() {
            descriptor.close();
        }
    }
}
