package org.albatross.migration;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.albatross.host.ProcessId;
import org.albatross.host.Processes;
import org.albatross.model.Name;
import org.albatross.store.RefusedException;
import org.albatross.store.RunRecord;
import org.albatross.store.StateLock;

/**
 * {@code state kill}: ends unikernels while no platform runs. That each was asked to end is recorded first, so that the
 * next platform does not judge its end, but starts what is desired.
 */
final class RunEnding {
    /** How long a process may take to be gone after KILL. */
    private static final Duration GONE = Duration.ofSeconds(5);

    private final StateStores stores;
    private final Duration grace;
    private final PrintStream out;

    /**
     * An ending of unikernels.
     *
     * @param grace between TERM and KILL
     */
    RunEnding(StateStores stores, Duration grace, PrintStream out) {
        this.stores = stores;
        this.grace = grace;
        this.out = out;
    }

    /** A tender that has been asked to end. */
    private record Ending(Name name, ProcessId process, Processes.Watch watch, CountDownLatch ended) {}

    /**
     * Ends all at or below a name, side by side, and says so.
     *
     * @throws RefusedException when a platform runs, none of them lives, or one does not end
     */
    void end(RecordedRuns runs, Name about) throws IOException, RefusedException, UsageException {
        StateLock.liveHolder(stores.paths().lock(), stores.host().processes())
                .ifPresent(holder -> out.print(
                        "remark: a platform runs: albatross stop, destroy and shutdown end unikernels through it\n"));
        StateLock lock = stores.lock();
        try (lock) {
            List<RecordedRuns.Recorded> chosen = runs.of(about);
            for (RecordedRuns.Recorded run : chosen) {
                if (run.problem().isPresent()) {
                    throw new RefusedException("it cannot be known whether " + run.name() + " runs: "
                            + run.problem().get() + ", in " + runs.paths().directory(run.name()));
                }
            }
            endAll(runs, chosen);
        }
    }

    private void endAll(RecordedRuns runs, List<RecordedRuns.Recorded> chosen) throws IOException, RefusedException {
        List<Ending> endings = new ArrayList<>();
        try {
            for (RecordedRuns.Recorded run : chosen) {
                ask(runs, run).ifPresent(endings::add);
            }
            if (endings.isEmpty()) {
                throw new RefusedException("kill: not found: none of them runs (see albatross state ps)");
            }
            long deadline = System.nanoTime() + grace.toNanos();
            for (Ending ending : endings) {
                if (!awaited(ending, deadline - System.nanoTime())) {
                    ending.watch().signal(Processes.Signal.KILL);
                }
            }
            for (Ending ending : endings) {
                if (!awaited(ending, GONE.toNanos())) {
                    throw new RefusedException("process " + ending.process().pid() + " of " + ending.name()
                            + " has not ended " + GONE.toSeconds() + " s after signal 9");
                }
                out.print(ending.name() + ": ended process " + ending.process().pid() + "\n");
            }
        } finally {
            endings.forEach(ending -> ending.watch().close());
        }
    }

    private Optional<Ending> ask(RecordedRuns runs, RecordedRuns.Recorded run) throws IOException {
        if (run.tender().isEmpty()) {
            return Optional.empty();
        }
        CountDownLatch ended = new CountDownLatch(1);
        ProcessId process = run.tender().get();
        Optional<Processes.Watch> watch = stores.host().processes().watch(process, ended::countDown);
        if (watch.isEmpty()) {
            return Optional.empty();
        }
        try {
            RunRecord asked = run.record().orElseThrow().asEnding();
            asked.write(runs.paths().directory(run.name()), stores.files());
            watch.get().signal(Processes.Signal.TERM);
            watch.get().signal(Processes.Signal.CONTINUE);
        } catch (IOException e) {
            watch.get().close();
            throw e;
        }
        return Optional.of(new Ending(run.name(), process, watch.get(), ended));
    }

    private static boolean awaited(Ending ending, long nanos) throws IOException {
        try {
            return ending.ended().await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }
}
