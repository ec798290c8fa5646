package org.albatross.supervisor.internal.run;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.albatross.host.ProcessId;
import org.albatross.host.Processes;
import org.albatross.model.Name;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends processes of ours that nothing else ends: wrappers that hang before or after their work, tenders that
 * nobody desires.
 */
final class LeftoverProcesses {
    private static final Logger LOG = LoggerFactory.getLogger(LeftoverProcesses.class);

    /** How often the process table is looked at again: a wrapper's child may appear while it is ended. */
    private static final int ROUNDS = 5;

    private final Processes processes;
    private final ProcessScanner scanner;
    private final Duration patience;

    LeftoverProcesses(Processes processes, ProcessScanner scanner, Duration patience) {
        this.processes = processes;
        this.scanner = scanner;
        this.patience = patience;
    }

    /**
     * Ends every wrapper of a unikernel, and what it is about to become.
     *
     * @throws IOException when that cannot be known
     */
    void endWrappers(Name name) throws IOException {
        endRepeatedly(name, false);
    }

    /** Tells whether a wrapper of a unikernel lives. */
    boolean hasWrapper(Name name) throws IOException {
        return !scanner.scan().wrappersOf(name).isEmpty();
    }

    /** As {@link #endWrappers}, and every tender too. */
    void endAll(Name name) throws IOException {
        endRepeatedly(name, true);
    }

    private void endRepeatedly(Name name, boolean tenders) throws IOException {
        for (int round = 0; round < ROUNDS; round++) {
            ProcessScan scan = scanner.scan();
            List<ProcessId> found = new ArrayList<>();
            scan.wrappersOf(name).forEach(wrapper -> found.add(wrapper.id()));
            if (tenders) {
                scan.tendersOf(name).forEach(tender -> found.add(tender.id()));
            }
            if (found.isEmpty()) {
                return;
            }
            for (ProcessId process : found) {
                LOG.warn("Ending process {}, which was left behind for {}", process.pid(), name);
                end(process);
            }
        }
        throw new IOException("processes of " + name + " keep appearing");
    }

    /**
     * Kills processes, all before it waits for the end of any: one of them could start others meanwhile.
     *
     * @throws IOException when one does not end
     */
    void endAll(List<ProcessId> all) throws IOException {
        List<Ending> endings = new ArrayList<>();
        try {
            for (ProcessId process : all) {
                Ending.of(processes, process).ifPresent(endings::add);
            }
            for (Ending ending : endings) {
                ending.await(patience);
            }
        } finally {
            endings.forEach(Ending::close);
        }
    }

    /**
     * Kills a process and waits for its end.
     *
     * @throws IOException when it does not end
     */
    void end(ProcessId process) throws IOException {
        endAll(List.of(process));
    }

    /** A process that was killed. */
    private record Ending(ProcessId process, Processes.Watch watch, CountDownLatch ended) {
        /** Kills a process; returns nothing when it has ended already. */
        static Optional<Ending> of(Processes processes, ProcessId process) throws IOException {
            CountDownLatch ended = new CountDownLatch(1);
            Optional<Processes.Watch> watch = processes.watch(process, ended::countDown);
            if (watch.isEmpty()) {
                return Optional.empty();
            }
            try {
                watch.get().signal(Processes.Signal.KILL);
            } catch (IOException e) {
                watch.get().close();
                throw e;
            }
            return Optional.of(new Ending(process, watch.get(), ended));
        }

        void await(Duration patience) throws IOException {
            try {
                if (!ended.await(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                    throw new IOException("process " + process.pid() + " does not end");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("the platform is stopping");
            }
        }

        void close() {
            watch.close();
        }
    }
}
