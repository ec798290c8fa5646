package org.albatross.host.freebsd.internal;

import com.sun.jna.Native;
import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.albatross.host.Await;
import org.albatross.host.Facts;
import org.albatross.host.ProcessId;
import org.albatross.host.Processes;
import org.albatross.host.WrapperLine;
import org.albatross.model.CpuId;

/** Processes on FreeBSD: started by the wrapper through daemon(8), listed by ps(1), watched by kqueue(2). */
final class FreeBsdProcesses implements Processes {
    /** The format of the wrapper's arguments and files that is spoken here. */
    private static final String FORMAT = "2";
    /** All of the platform's environment that a tender sees. */
    private static final Set<String> ENVIRONMENT = Set.of("PATH", "JAVA_HOME");
    /** How long a process may take to stop: it does so when it leaves the kernel. */
    private static final Duration STOPS = Duration.ofSeconds(5);
    /** From Java 22 on it writes the words of every command at TRACE; those of a tender may be secrets. Held to stay so. */
    private static final Logger OF_THE_JDK = Logger.getLogger("java.lang.ProcessBuilder");

    private static final List<String> PROGRAMS = List.of(
            "/bin/sh",
            CommandLines.DAEMON,
            CommandLines.LOCKF,
            CommandLines.PS,
            CommandLines.SYSCTL,
            CommandLines.CHROOT);

    private final Path wrapper;
    private final ProcessTable table;
    private final Facts facts;
    private final KernelQueue queue;
    private final LibC c;

    /**
     * Processes of this machine.
     *
     * @param libexec the directory of the wrapper
     */
    FreeBsdProcesses(Path libexec, ProcessTable table, Facts facts, KernelQueue queue, LibC c) {
        this.wrapper = libexec.resolve(WrapperLine.PROGRAM).toAbsolutePath();
        this.table = table;
        this.facts = facts;
        this.queue = queue;
        this.c = c;
        OF_THE_JDK.setLevel(Level.INFO);
    }

    @Override
    public boolean launch(Launch launch) throws IOException {
        requireWrapper();
        ProcessBuilder builder = new ProcessBuilder(commandLine(launch, facts.cpus()))
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().keySet().retainAll(ENVIRONMENT);
        try {
            int code = builder.start().waitFor();
            if (code != 0) {
                throw new IOException("daemon could not start " + wrapper + ": exit code " + code);
            }
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while starting " + launch.name());
        }
    }

    /** Returns what starts the wrapper, on a machine with these CPUs. */
    List<String> commandLine(Launch launch, SortedSet<CpuId> existing) {
        List<String> words =
                new ArrayList<>(List.of(launch.instance(), launch.name(), Long.toString(launch.runId()), FORMAT));
        words.add(launch.lock().toAbsolutePath().toString());
        words.add(launch.directory().toAbsolutePath().toString());
        SortedSet<CpuId> pinned = launch.cpus();
        boolean all = pinned.isEmpty() || pinned.containsAll(existing);
        words.addAll(CommandLines.tender(launch.identity(), all ? new TreeSet<>() : pinned, launch.command()));
        return CommandLines.detached(wrapper, words);
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
        programs.add(CommandLines.CPUSET);
        for (String program : programs) {
            if (!Files.isExecutable(Path.of(program))) {
                throw new IOException(program + ", which starts unikernels, is missing");
            }
        }
    }

    @Override
    public void requireVisible() throws IOException {
        table.requireVisible();
    }

    @Override
    public Optional<ProcessId> find(long pid) throws IOException {
        return table.find(pid);
    }

    /** What another process has open cannot be opened again here. */
    @Override
    public Optional<Path> descriptor(ProcessId process, int number) {
        return Optional.empty();
    }

    @Override
    public Optional<Instant> startedAt(ProcessId process) throws IOException {
        return table.find(process.pid()).equals(Optional.of(process))
                ? Optional.of(table.bootTime().plusSeconds(process.start()))
                : Optional.empty();
    }

    @Override
    public List<Entry> table() throws IOException {
        return table.all().stream().map(ProcessText.Line::entry).toList();
    }

    @Override
    public List<ProcessId> runningAs(long uid) throws IOException {
        return table().stream()
                .filter(entry -> entry.uid() == uid && !entry.zombie())
                .map(Entry::id)
                .toList();
    }

    @Override
    public Optional<Watch> watch(ProcessId process, Runnable ended) throws IOException {
        EndWatch watch = new EndWatch(process, ended);
        Optional<ProcessEnds.End> registered = queue.watch(process.pid(), watch::end);
        if (registered.isEmpty()) {
            return Optional.empty();
        }
        watch.registered = registered;
        try {
            // Looked up after it is watched: the number cannot have gone to another process unnoticed since.
            if (table.find(process.pid()).equals(Optional.of(process)) && watch.confirm()) {
                return Optional.of(watch);
            }
        } catch (IOException e) {
            watch.close();
            throw e;
        }
        watch.close();
        return Optional.empty();
    }

    /** Its end may come before it is known whether it is the process that was meant: it is told to nobody then. */
    private final class EndWatch implements Watch {
        private final ProcessId process;
        private final Runnable ended;
        private Optional<ProcessEnds.End> registered = Optional.empty();
        private boolean confirmed;
        private boolean over;

        EndWatch(ProcessId process, Runnable ended) {
            this.process = process;
            this.ended = ended;
        }

        private void end() {
            boolean tell;
            synchronized (this) {
                over = true;
                tell = confirmed;
            }
            if (tell) {
                ended.run();
            }
        }

        private synchronized boolean confirm() {
            confirmed = !over;
            return confirmed;
        }

        private synchronized boolean isOver() {
            return over;
        }

        /**
         * A process has no descriptor here by which it could be signalled: it is looked up, then signalled by its number, which
         * is given to another one only after all others were.
         */
        @Override
        public void signal(Signal signal) throws IOException {
            if (isOver() || !table.find(process.pid()).equals(Optional.of(process))) {
                return;
            }
            if (c.kill(Math.toIntExact(process.pid()), number(signal)) < 0) {
                int errno = Native.getLastError();
                if (errno != SystemCall.ESRCH) {
                    throw new ErrnoException(
                            c, "cannot send " + signal + " to process " + process.pid() + " (root is needed)", errno);
                }
            }
            if (signal == Signal.STOP) {
                awaitStop();
            }
        }

        private void awaitStop() throws IOException {
            Optional<Boolean> stopped = Await.until(
                    STOPS,
                    () -> table.line(process.pid())
                                    .filter(line -> line.entry().id().equals(process) && line.state() != 'T')
                                    .isEmpty()
                            ? Optional.of(true)
                            : Optional.empty());
            if (stopped.isEmpty()) {
                throw new IOException(
                        "process " + process.pid() + " has not stopped within " + STOPS.toSeconds() + " s");
            }
        }

        @Override
        public void close() {
            registered.ifPresent(ProcessEnds.End::close);
        }
    }

    /** Returns FreeBSD's number of a signal, which is not Linux's. */
    static int number(Processes.Signal signal) {
        return switch (signal) {
            case KILL -> 9;
            case TERM -> 15;
            case STOP -> 17;
            case CONTINUE -> 19;
        };
    }
}
