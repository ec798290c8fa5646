package org.albatross.supervisor.internal.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Optional;
import org.albatross.disk.DurableFiles;
import org.albatross.host.HostFiles;
import org.albatross.model.Name;
import org.albatross.model.Text;
import org.albatross.store.RunRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes what a run that has ended had on the machine: its fifos, its taps, its record, its wrapper. */
final class RunCleanup {
    private static final Logger LOG = LoggerFactory.getLogger(RunCleanup.class);

    private final RunContext context;
    private final LiveRuns live;
    private final ConsoleHub consoles;
    private final Taps taps;
    private final LeftoverProcesses leftovers;
    private final UserProcesses users;

    RunCleanup(
            RunContext context,
            LiveRuns live,
            ConsoleHub consoles,
            Taps taps,
            LeftoverProcesses leftovers,
            UserProcesses users) {
        this.context = context;
        this.live = live;
        this.consoles = consoles;
        this.taps = taps;
        this.leftovers = leftovers;
        this.users = users;
    }

    /**
     * Removes what a run whose tender has ended does not need any more. What cannot be removed is reported, and
     * tried again before the next run or at the next start of the platform.
     *
     * @param keepRecords whether how it ended stays to be read by a platform that takes over
     * @return the last line that it printed
     * @throws IOException when the thread is interrupted or the lock cannot be looked at: all is as it was
     */
    Optional<Text> clean(Name name, long runId, boolean keepRecords) throws IOException {
        // Before the console tells the wrapper, which holds the lock until then.
        boolean guarded = !context.locks().isFree(name);
        Optional<Text> lastLine = consoles.finish(name, runId);
        Optional<RunRecord> record = live.forget(name, runId);
        try {
            letWrapperGo(name, runId);
            if (record.isEmpty()) {
                record = RunRecord.read(context.paths().directory(name));
            }
            if (keepRecords) {
                keepRecords(name, record);
            } else {
                removeTapsAndDirectory(name, record);
            }
            requireNoWrapper(name, guarded);
            // Its wrapper does it too, but may have been killed; while a loader lives, it could make the machine yet.
            context.removeMachine(name, runId);
            Optional<Long> uid = record.flatMap(RunRecord::uid);
            if (uid.isPresent()) {
                users.end(uid.get());
            }
        } catch (IOException e) {
            LOG.error("Not everything of run {} of {} could be removed: {}", runId, name, DurableFiles.describe(e));
        }
        return lastLine;
    }

    /** A record that names taps which are gone would remove another's, so it is written anew, or goes. */
    private void keepRecords(Name name, Optional<RunRecord> record) throws IOException {
        if (record.isPresent() && !record.get().taps().isEmpty()) {
            taps.remove(record.get().taps().values());
            try {
                record.get().withoutTaps().write(context.paths().directory(name), context.files());
            } catch (IOException e) {
                context.paths().removeDirectory(name);
                throw e;
            }
        }
        context.paths().removeAllButRecords(name);
    }

    /**
     * Waits until the wrapper is gone, or ends it. One without the lock (the run directory was wiped) might write
     * into the directory of the next run.
     */
    private void requireNoWrapper(Name name, boolean guarded) throws IOException {
        Optional<HostFiles.Lock> lock =
                guarded ? context.locks().take(name, context.limits().lockWait()) : Optional.empty();
        if (lock.isPresent()) {
            lock.get().close();
        } else {
            leftovers.endWrappers(name);
        }
    }

    /** The console tells the wrapper that all was read; in case that it could not, this does. */
    private void letWrapperGo(Name name, long runId) {
        if (!Files.exists(context.paths().taken(name))) {
            return;
        }
        try {
            context.host()
                    .files()
                    .writeFifo(context.paths().taken(name), (runId + "\n").getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            LOG.warn("The wrapper of {} may wait for ever: {}", name, e.getMessage());
        }
    }

    /** Removes what a run has left of which nothing lives. */
    void removeRemains(Name name, Optional<RunRecord> record) throws IOException {
        if (record.isPresent()) {
            context.removeMachine(name, record.get().runId());
        }
        removeTapsAndDirectory(name, record);
    }

    /** Removes taps, then the directory that names them, so that a crash in between loses none. */
    private void removeTapsAndDirectory(Name name, Optional<RunRecord> record) throws IOException {
        if (record.isPresent()) {
            taps.remove(record.get().taps().values());
        }
        context.paths().removeDirectory(name);
    }
}
