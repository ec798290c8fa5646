package org.albatross.supervisor.internal.run;

import java.io.IOException;
import java.util.Optional;
import org.albatross.host.HostFiles;
import org.albatross.host.Processes;
import org.albatross.model.Name;
import org.albatross.store.RunRecord;
import org.albatross.store.text.CorruptFileException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes sure that nothing of a former run of a unikernel is left before the next one. For any thread. */
final class FormerRuns {
    private static final Logger LOG = LoggerFactory.getLogger(FormerRuns.class);

    private final RunContext context;
    private final RunCleanup cleanup;
    private final LeftoverProcesses leftovers;
    private final UserProcesses users;

    FormerRuns(RunContext context, RunCleanup cleanup, LeftoverProcesses leftovers, UserProcesses users) {
        this.context = context;
        this.cleanup = cleanup;
        this.leftovers = leftovers;
        this.users = users;
    }

    /**
     * Removes what a removal that failed has left, and says which run comes next.
     *
     * @throws IOException when something cannot be removed or is another platform's: nothing may be started
     */
    void clear(Name name, long nextRunId) throws IOException {
        HostFiles.Lock held = lock(name);
        try {
            cleanup.removeRemains(name, formerRecord(name));
            context.locks().writeRunId(name, nextRunId);
        } finally {
            held.close();
        }
    }

    /** Ends what still runs as the user of the next run. */
    void endProcessesOf(Optional<Processes.Identity> identity) throws IOException {
        if (identity.isPresent()) {
            users.end(identity.get().uid());
        }
    }

    private HostFiles.Lock lock(Name name) throws IOException {
        Optional<HostFiles.Lock> lock =
                context.locks().take(name, context.limits().lockWait());
        if (lock.isEmpty()) {
            leftovers.endWrappers(name);
            lock = context.locks().take(name, context.limits().lockWait());
        }
        return lock.orElseThrow(() -> new IOException("a process of a former run of " + name + " still holds "
                + context.paths().lock(name) + ": nothing was started"));
    }

    private Optional<RunRecord> formerRecord(Name name) throws IOException {
        Optional<RunRecord> former;
        try {
            former = RunRecord.read(context.paths().directory(name));
        } catch (CorruptFileException e) {
            LOG.warn("The record of the former run of {} cannot be used: {}", name, e.getMessage());
            return Optional.empty();
        }
        if (former.isPresent() && !former.get().instance().equals(context.instance())) {
            throw new IOException(context.paths().directory(name) + " belongs to another platform");
        }
        return former;
    }
}
