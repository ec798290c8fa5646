package org.albatross.supervisor.internal.run;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import org.albatross.host.ProcessId;
import org.albatross.host.Processes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scans the process table for what belongs to one platform. A command line is what its process says, and any user
 * of the host may say that a process is a tender of ours; so what does not run as the platform's user, or as one that
 * it gives, is nothing of ours: it is neither taken over nor ended, and keeps nothing from starting. For any thread.
 */
final class ProcessScanner {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessScanner.class);

    private final Processes processes;
    private final Hypervisors hypervisors;
    private final String instance;
    private final LongPredicate given;
    private Set<ProcessId> reported = Set.of();

    /**
     * Scans for the platform {@code instance}.
     *
     * @param given tells whether a user is one that the platform may give to a tender
     */
    ProcessScanner(Processes processes, Hypervisors hypervisors, String instance, LongPredicate given) {
        this.processes = processes;
        this.hypervisors = hypervisors;
        this.instance = instance;
        this.given = given;
    }

    /**
     * Scans the process table.
     *
     * @throws IOException when it cannot be seen
     */
    ProcessScan scan() throws IOException {
        List<Processes.Entry> table = processes.table();
        long own = own(table);
        Predicate<Processes.Entry> ours = entry -> entry.uid() == own || given.test(entry.uid());
        report(table.stream().filter(ours.negate()).toList());
        return ProcessScan.of(table.stream().filter(ours).toList(), hypervisors, instance);
    }

    private static long own(List<Processes.Entry> table) throws IOException {
        long self = ProcessHandle.current().pid();
        return table.stream()
                .filter(entry -> entry.id().pid() == self)
                .findFirst()
                .orElseThrow(() -> new IOException("the process table does not hold this process"))
                .uid();
    }

    /** Says once of what is there; in one line, since there may be any number. */
    private synchronized void report(List<Processes.Entry> others) {
        Set<ProcessId> claiming = ProcessScan.of(others, hypervisors, instance).processes();
        others.stream()
                .filter(entry -> claiming.contains(entry.id()) && !reported.contains(entry.id()))
                .findFirst()
                .ifPresent(first -> LOG.warn(
                        "Ignoring {} processes of other users that claim to be of this platform, as process {} of uid {}",
                        claiming.size(),
                        first.id().pid(),
                        first.uid()));
        reported = claiming;
    }
}
