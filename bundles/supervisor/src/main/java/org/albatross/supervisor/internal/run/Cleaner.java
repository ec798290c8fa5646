package org.albatross.supervisor.internal.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Optional;
import org.albatross.model.Name;
import org.albatross.model.Text;
import org.albatross.supervisor.internal.store.DurableFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes what a run that has ended had on the machine: its fifos, its taps, its record, its wrapper. */
final class Cleaner {
    private static final Logger LOG = LoggerFactory.getLogger(Cleaner.class);

    private final RunPaths paths;
    private final RunLocks locks;
    private final RunLimits limits;
    private final LiveRuns live;
    private final ConsoleHub consoles;
    private final Taps taps;
    private final Stragglers stragglers;
    private final org.albatross.host.Files files;

    Cleaner(
            RunPaths paths,
            RunLocks locks,
            RunLimits limits,
            LiveRuns live,
            ConsoleHub consoles,
            Taps taps,
            Stragglers stragglers,
            org.albatross.host.Files files) {
        this.paths = paths;
        this.locks = locks;
        this.limits = limits;
        this.live = live;
        this.consoles = consoles;
        this.taps = taps;
        this.stragglers = stragglers;
        this.files = files;
    }

    /**
     * Removes the traces of a run whose tender has ended. What cannot be removed is reported, and tried again
     * before the next run or at the next start of the platform.
     *
     * @return the last line that it printed
     * @throws IOException when the thread is interrupted: everything that is left is as it was
     */
    Optional<Text> clean(Name name, long runId) throws IOException {
        Optional<Text> lastLine = consoles.finish(name, runId);
        Optional<RunRecord> record = live.forget(name, runId);
        letWrapperGo(name, runId);
        try {
            removeTraces(name, record.isPresent() ? record : RunRecord.read(paths.directory(name)));
            if (!locks.isFree(name)) {
                requireNoWrapper(name);
            }
        } catch (IOException e) {
            LOG.error("Not everything of run {} of {} could be removed: {}", runId, name, DurableFiles.describe(e));
        }
        return lastLine;
    }

    private void requireNoWrapper(Name name) throws IOException {
        Optional<org.albatross.host.Files.Lock> lock = locks.take(name, limits.lockWait());
        if (lock.isPresent()) {
            lock.get().close();
        } else {
            stragglers.endWrappers(name);
        }
    }

    /** The console tells the wrapper that all was read; in case that it could not, this does. */
    private void letWrapperGo(Name name, long runId) {
        if (!Files.exists(paths.taken(name))) {
            return;
        }
        try {
            files.writeFifo(paths.taken(name), (runId + "\n").getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            LOG.warn("The wrapper of {} may wait for ever: {}", name, e.getMessage());
        }
    }

    /** Removes taps, then the directory that names them, so that a crash in between loses none. */
    void removeTraces(Name name, Optional<RunRecord> record) throws IOException {
        if (record.isPresent()) {
            taps.remove(record.get().taps().values());
        }
        paths.removeDirectory(name);
    }
}
