package org.albatross.host.linux.internal;

import static org.albatross.host.linux.internal.SystemCall.ESRCH;
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
import java.util.List;
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
    private static final String FORMAT = "1";
    /** All of the platform's environment that a tender sees. */
    private static final Set<String> ENVIRONMENT = Set.of("PATH", "JAVA_HOME");

    /** How long a process may take to stop: it does so when it leaves the kernel. */
    private static final Duration STOPS = Duration.ofSeconds(5);

    private static final long PIDFD_SEND_SIGNAL = 424;
    private static final long PIDFD_OPEN = 434;
    private static final LibC C = LibC.INSTANCE;

    /** From Java 22 on it writes the words of every command at TRACE; those of a tender may be secrets. Held to stay so. */
    private static final Logger OF_THE_JDK = Logger.getLogger("java.lang.ProcessBuilder");

    /** What the wrapper is started by, and runs. */
    private static final List<String> PROGRAMS = List.of("setsid", "sh", "flock", "env", "setpriv", "mv");

    private final List<Path> path = Arrays.stream(
                    Optional.ofNullable(System.getenv("PATH")).orElse("").split(":"))
            .map(Path::of)
            .toList();
    private final Path wrapper;
    private final ProcessTable table;
    private final Facts facts;
    private final Poller poller;

    /**
     * Processes of this machine.
     *
     * @param libexec the directory of the wrapper
     */
    LinuxProcesses(Path libexec, ProcessTable table, Facts facts, Poller poller) {
        this.wrapper = libexec.resolve(WrapperLine.PROGRAM).toAbsolutePath();
        this.table = table;
        this.facts = facts;
        this.poller = poller;
        OF_THE_JDK.setLevel(Level.INFO);
    }

    @Override
    public void launch(Launch launch) throws IOException {
        requireWrapper();
        ProcessBuilder builder = new ProcessBuilder(commandLine(launch))
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
        List<String> programs = new ArrayList<>(PROGRAMS);
        if (!cpus(cpus).equals("-")) {
            programs.add("taskset");
        }
        for (String program : programs) {
            if (path.stream().noneMatch(folder -> Files.isExecutable(folder.resolve(program)))) {
                throw new IOException(program + ", which starts unikernels, is not in any directory of PATH: " + path);
            }
        }
    }

    private List<String> commandLine(Launch launch) throws IOException {
        List<String> line = new ArrayList<>(List.of("setsid", "--fork", wrapper.toString()));
        line.addAll(List.of(launch.instance(), launch.name(), Long.toString(launch.runId()), FORMAT));
        line.add(launch.lock().toAbsolutePath().toString());
        line.add(launch.directory().toAbsolutePath().toString());
        line.add(launch.identity().map(LinuxProcesses::identity).orElse("-"));
        line.add(cpus(launch.cpus()));
        line.addAll(launch.command());
        return line;
    }

    private static String identity(Identity identity) {
        return identity.uid() + ":" + identity.gid() + ":" + joined(identity.groups());
    }

    private String cpus(SortedSet<CpuId> pinned) throws IOException {
        return pinned.isEmpty() || pinned.containsAll(facts.cpus()) ? "-" : joined(pinned);
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
