package org.albatross.supervisor.internal.run;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.albatross.core.Input;
import org.albatross.core.RunId;
import org.albatross.disk.DurableFiles;
import org.albatross.host.Await;
import org.albatross.host.ExitFile;
import org.albatross.host.HostFiles;
import org.albatross.host.ProcessId;
import org.albatross.host.Processes;
import org.albatross.model.Exit;
import org.albatross.model.Name;
import org.albatross.store.RunRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tenders that live: watches each, tells its end once with the exit code that the wrapper wrote, and ends
 * it when asked. For any thread.
 */
final class LiveRuns {
    private static final Logger LOG = LoggerFactory.getLogger(LiveRuns.class);
    private static final Duration WATCH_AGAIN = Duration.ofSeconds(1);

    private final RunContext context;
    private final LeftoverProcesses leftovers;
    private final RunScheduler scheduler;
    private final Map<Name, Live> runs = new ConcurrentHashMap<>();

    LiveRuns(RunContext context, LeftoverProcesses leftovers, RunScheduler scheduler) {
        this.context = context;
        this.leftovers = leftovers;
        this.scheduler = scheduler;
    }

    /** Knows a tender from now on: it can be asked to end. */
    void add(Name name, RunRecord record, ProcessId process) {
        runs.put(name, new Live(name, record, process));
    }

    /** Begins to watch a tender that was added. Its end is told even when it has ended already. */
    void watch(Name name, long runId) {
        find(name, runId).ifPresent(Live::watch);
    }

    /** Keeps what is known of a run that has ended, for {@link #forget}. */
    void ended(Name name, RunRecord record) {
        runs.put(name, new Live(name, record, new ProcessId(0, 0)));
    }

    /** A tender that stands still until this is closed. */
    interface Hold extends AutoCloseable {
        /** Tells whether it has stood still all the time: it was neither asked to end, nor has it ended. */
        boolean isUndisturbed();

        /** Lets it go on, unless another one holds it. */
        @Override
        void close();
    }

    /**
     * Stops a tender, for short.
     *
     * @return nothing when none lives
     * @throws IOException when it does not stop; it goes on
     */
    Optional<Hold> hold(Name name) throws IOException {
        Optional<Live> live = Optional.ofNullable(runs.get(name)).filter(run -> run.process.pid() != 0);
        return live.isPresent() ? Optional.of(live.get().hold()) : Optional.empty();
    }

    /** Asks a tender to end: TERM, and KILL after the grace period. One that has ended is fine. */
    void terminate(Name name, long runId) {
        find(name, runId).ifPresent(Live::terminate);
    }

    /** Returns the record of a run and knows it no longer. */
    Optional<RunRecord> forget(Name name, long runId) {
        Optional<Live> live = find(name, runId);
        live.ifPresent(run -> runs.remove(name, run));
        return live.map(run -> run.record);
    }

    private Optional<Live> find(Name name, long runId) {
        return Optional.ofNullable(runs.get(name)).filter(live -> live.record.runId() == runId);
    }

    /** Tells whether a run of a unikernel is known. */
    boolean isKnown(Name name) {
        return runs.containsKey(name);
    }

    /** Ends all watches; the tenders run on. */
    void close() {
        runs.values().forEach(Live::close);
    }

    /**
     * Returns how a run ended whose tender is gone: what the wrapper wrote, which may take a moment; unknown
     * when nobody is left to write it.
     */
    Exit exitOf(Name name, long runId) throws IOException {
        Optional<Exit> exit;
        try (HostFiles.Changes changes =
                context.host().files().changes(context.paths().directory(name))) {
            exit = Await.until(context.limits().exitWait(), changes, () -> {
                boolean last = !wrapperLives(name);
                Optional<Exit> written = writtenExit(name, runId);
                return written.isPresent() || !last ? written : Optional.of(new Exit.Unknown());
            });
        }
        if (exit.isEmpty()) {
            LOG.warn(
                    "The wrapper of {} did not say within {} s how run {} ended",
                    name,
                    context.limits().exitWait().toSeconds(),
                    runId);
        }
        return exit.orElse(new Exit.Unknown());
    }

    /** A wrapper holds the lock as long as it lives, unless the run directory was wiped: then it is looked for. */
    private boolean wrapperLives(Name name) throws IOException {
        return !context.locks().isFree(name) || leftovers.hasWrapper(name);
    }

    /** Returns what the wrapper has written of the end of a run; unknown when that cannot be read. */
    Optional<Exit> writtenExit(Name name, long runId) {
        try {
            return ExitFile.read(context.paths().directory(name))
                    .filter(file -> file.runId() == runId)
                    .map(file -> new Exit.Code(file.code()));
        } catch (IOException e) {
            LOG.warn("How run {} of {} ended cannot be read: {}", runId, name, DurableFiles.describe(e));
            return Optional.of(new Exit.Unknown());
        }
    }

    /** Takes the fifos that are there now for those of a run, after they were made whole. */
    void fifosAreWhole(Name name, long runId) {
        find(name, runId).ifPresent(live -> live.fifos = Fifos.of(context.paths(), name));
    }

    /** What lives, as far as it is known. */
    record Known(Name name, RunRecord record, ProcessId process, Fifos fifos) {}

    /** Returns every tender that was added and has not been forgotten. */
    List<Known> known() {
        return runs.values().stream()
                .filter(live -> live.process.pid() != 0)
                .map(live -> new Known(live.name, live.record, live.process, live.fifos))
                .toList();
    }

    /** One tender. Its lock guards its watch. */
    private final class Live {
        private final Name name;
        private final ProcessId process;
        private volatile RunRecord record;
        private volatile Fifos fifos;
        private Optional<Processes.Watch> watch = Optional.empty();
        private boolean toEnd;
        private boolean closed;
        private int holds;

        Live(Name name, RunRecord record, ProcessId process) {
            this.name = name;
            this.record = record;
            this.process = process;
            fifos = Fifos.of(context.paths(), name);
        }

        synchronized void watch() {
            if (closed) {
                return;
            }
            try {
                watch = context.host().processes().watch(process, () -> scheduler.run(this::tellEnd));
                if (watch.isEmpty()) {
                    scheduler.run(this::tellEnd);
                } else if (toEnd) {
                    signalEnd();
                } else if (holds == 0) {
                    // A platform that died while it held this one could not let it go on.
                    signal(Processes.Signal.CONTINUE);
                }
            } catch (IOException e) {
                LOG.warn("Process {} of {} cannot be watched, trying again: {}", process.pid(), name, e.getMessage());
                scheduler.after(WATCH_AGAIN, this::watch);
            }
        }

        private void tellEnd() {
            Exit exit;
            try {
                exit = exitOf(name, record.runId());
            } catch (IOException e) {
                LOG.warn("How run {} of {} ended cannot be read: {}", record.runId(), name, e.getMessage());
                exit = new Exit.Unknown();
            }
            if (!Thread.currentThread().isInterrupted()) {
                scheduler.tell(new Input.Ended(name, new RunId(record.runId()), exit));
            }
        }

        /** That it was asked to end is recorded first: whoever takes over must not judge this end. */
        void terminate() {
            try {
                record = record.asEnding();
                record.write(context.paths().directory(name), context.files());
            } catch (IOException e) {
                LOG.warn("It cannot be recorded that {} is to end: {}", name, DurableFiles.describe(e));
            }
            signalEnd();
        }

        private synchronized void signalEnd() {
            toEnd = true;
            signal(Processes.Signal.TERM);
            signal(Processes.Signal.CONTINUE);
            scheduler.after(context.limits().grace(), this::kill);
        }

        synchronized Hold hold() throws IOException {
            if (watch.isEmpty() || closed || toEnd) {
                throw new IOException(name + " is about to end");
            }
            holds++;
            try {
                watch.get().signal(Processes.Signal.STOP);
            } catch (IOException e) {
                letGo();
                throw e;
            }
            return new Hold() {
                private boolean over;

                @Override
                public boolean isUndisturbed() {
                    return isHeld();
                }

                @Override
                public void close() {
                    if (!over) {
                        over = true;
                        letGo();
                    }
                }
            };
        }

        private synchronized boolean isHeld() {
            return !toEnd
                    && !closed
                    && Optional.ofNullable(runs.get(name))
                            .filter(live -> live == this)
                            .isPresent();
        }

        private synchronized void letGo() {
            holds--;
            if (holds == 0) {
                signal(Processes.Signal.CONTINUE);
            }
        }

        private synchronized void kill() {
            signal(Processes.Signal.KILL);
        }

        private void signal(Processes.Signal signal) {
            if (watch.isEmpty() || closed) {
                return;
            }
            try {
                watch.get().signal(signal);
            } catch (IOException e) {
                LOG.error("Process {} of {} cannot be sent {}: {}", process.pid(), name, signal, e.getMessage());
            }
        }

        synchronized void close() {
            if (holds > 0) {
                signal(Processes.Signal.CONTINUE);
            }
            closed = true;
            watch.ifPresent(Processes.Watch::close);
        }
    }
}
