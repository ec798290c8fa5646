package org.albatross.supervisor.internal.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.albatross.host.ProcessId;
import org.albatross.host.Processes;
import org.albatross.host.WrapperLine;
import org.albatross.model.Text;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends what still runs as the user of a unikernel: an escaped guest may have left a process that could signal or trace
 * the unikernel's next tender, which has the same user. Only users that the platform gives to unikernels are looked
 * at, none in <em>shared</em> mode, and never the platform's own. What is found of another platform, whose range of users
 * overlaps this one's, is not ended: the user is refused. For any thread.
 */
final class UserProcesses {
    private static final Logger LOG = LoggerFactory.getLogger(UserProcesses.class);

    /** How often the process table is looked at again: one that is not dead yet may have forked. */
    private static final int ROUNDS = 20;

    private final Processes processes;
    private final String instance;
    private final Isolation isolation;
    private final LeftoverProcesses leftovers;

    /** Of the platform {@code instance}. */
    UserProcesses(Processes processes, String instance, Isolation isolation, LeftoverProcesses leftovers) {
        this.processes = processes;
        this.instance = instance;
        this.isolation = isolation;
        this.leftovers = leftovers;
    }

    /**
     * Ends every process of a user, when no tender of it should be left.
     *
     * @throws IOException when the process table cannot be seen, one is a tender of another platform, or new ones keep
     *     appearing
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
            requireNoTenderOfAnother(uid);
            LOG.warn(
                    "Ending {} processes that were left behind as uid {}, as process {}",
                    left.size(),
                    uid,
                    left.get(0).pid());
            leftovers.endAll(left);
        }
        throw new IOException("processes of uid " + uid + " keep appearing");
    }

    /**
     * The parent of another platform's tender is its wrapper. Whoever has only the user could not put it there: what it
     * starts itself has the same user.
     */
    private void requireNoTenderOfAnother(long uid) throws IOException {
        List<Processes.Entry> table = processes.table();
        Map<Long, Processes.Entry> byPid =
                table.stream().collect(Collectors.toMap(entry -> entry.id().pid(), Function.identity(), (a, b) -> b));
        for (Processes.Entry entry : table) {
            Optional<WrapperLine> other = Optional.ofNullable(byPid.get(entry.parent()))
                    .filter(parent -> entry.uid() == uid && parent.uid() != uid)
                    .flatMap(parent -> WrapperLine.of(parent.commandLine()))
                    .filter(line -> !line.instance().equals(instance) && mayBeThere(line.directory()));
            if (other.isPresent()) {
                throw new IOException("process " + entry.id().pid() + " is that of "
                        + Text.printable(other.get().name()) + " of another platform, in "
                        + Text.printable(other.get().directory()) + ", and runs as uid " + uid
                        + ": the ranges of uids of the two platforms overlap (--uid-base)");
            }
        }
    }

    /** Whoever has removed a run directory does not take over what has run in it. */
    private static boolean mayBeThere(String directory) {
        try {
            return !Files.notExists(Path.of(directory));
        } catch (InvalidPathException e) {
            return true;
        }
    }
}
