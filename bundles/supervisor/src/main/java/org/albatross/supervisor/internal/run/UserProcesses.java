package org.albatross.supervisor.internal.run;

import java.io.IOException;
import java.util.List;
import org.albatross.host.ProcessId;
import org.albatross.host.Processes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends what still runs as the user of a unikernel: an escaped guest may have left a process that could signal or trace
 * the unikernel's next tender, which has the same user. Only users that the platform gives to unikernels are looked
 * at, none in <em>shared</em> mode, and never the platform's own. For any thread.
 */
final class UserProcesses {
    private static final Logger LOG = LoggerFactory.getLogger(UserProcesses.class);

    /** How often the process table is looked at again: one that is not dead yet may have forked. */
    private static final int ROUNDS = 20;

    private final Processes processes;
    private final Isolation isolation;
    private final LeftoverProcesses leftovers;

    UserProcesses(Processes processes, Isolation isolation, LeftoverProcesses leftovers) {
        this.processes = processes;
        this.isolation = isolation;
        this.leftovers = leftovers;
    }

    /**
     * Ends every process of a user, when no tender of it should be left.
     *
     * @throws IOException when the process table cannot be seen, or new ones keep appearing
     */
    void end(long uid) throws IOException {
        if (isolation.mode() == Isolation.Mode.SHARED || !isolation.gives(uid)) {
            return;
        }
        long self = ProcessHandle.current().pid();
        for (int round = 0; round < ROUNDS; round++) {
            List<ProcessId> left = processes.runningAs(uid);
            if (left.isEmpty() || left.stream().anyMatch(process -> process.pid() == self)) {
                return;
            }
            LOG.warn(
                    "Ending {} processes that were left behind as uid {}, as process {}",
                    left.size(),
                    uid,
                    left.get(0).pid());
            leftovers.endAll(left);
        }
        throw new IOException("processes of uid " + uid + " keep appearing");
    }
}
