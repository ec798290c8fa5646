package org.albatross.supervisor.internal.run;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.albatross.api.Consoles;
import org.albatross.core.History;
import org.albatross.disk.DurableFiles;
import org.albatross.host.ProcessFile;
import org.albatross.host.ProcessId;
import org.albatross.model.Name;
import org.albatross.store.RunRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes over what a run of a former platform has on the machine: its taps, its console, its files. For any thread. */
final class RunAdoption {
    private static final Logger LOG = LoggerFactory.getLogger(RunAdoption.class);

    private final RunContext context;
    private final ConsoleHub consoles;
    private final Taps taps;
    private final RunFiles runFiles;
    private final LiveRuns live;

    RunAdoption(RunContext context, ConsoleHub consoles, Taps taps, RunFiles runFiles, LiveRuns live) {
        this.context = context;
        this.consoles = consoles;
        this.taps = taps;
        this.runFiles = runFiles;
        this.live = live;
    }

    /** Takes over a run whose tender lives, and makes its files whole where the process table can be seen. */
    void alive(Name name, RunRecord record, ProcessId tender, Optional<ProcessScan> scan) {
        taps.adopt(record.taps().values());
        scan.ifPresent(scanned -> repair(name, record, tender, scanned));
        consoles.resume(source(name, record), record.rings());
    }

    private void repair(Name name, RunRecord record, ProcessId tender, ProcessScan scan) {
        try {
            List<String> repaired = runFiles.repair(name, record, tender, scan, Optional.empty());
            if (!repaired.isEmpty()) {
                LOG.warn(
                        "Files of the run of {} were missing or damaged, and have been made again: {}", name, repaired);
            }
        } catch (IOException e) {
            LOG.error("Files of the run of {} cannot be made again: {}", name, DurableFiles.describe(e));
        }
    }

    /** Takes over what a run has left whose tender has ended, so that it can be cleaned up, last words included. */
    void dead(Name name, RunRecord record) {
        taps.adopt(record.taps().values());
        live.ended(name, record);
        if (Files.exists(context.paths().console(name))) {
            consoles.resume(source(name, record), record.rings());
        }
    }

    private Consoles.Source source(Name name, RunRecord record) {
        return new Consoles.Source(
                name,
                record.runId(),
                context.paths().console(name),
                context.paths().taken(name),
                record.uid());
    }

    /**
     * Makes the record and the files of a tender that was found without them, from what its command line says.
     *
     * @return the record, and whether the console could be opened again
     */
    Rebuilt rebuild(ProcessScan.Tender tender, ProcessScan scan) throws IOException {
        Name name = tender.mark().name();
        RunRecord record = new RunRecord(
                context.instance(),
                context.host().facts().bootId(),
                tender.mark().runId(),
                tender.mark().digest(),
                context.host().processes().startedAt(tender.id()).orElse(Instant.EPOCH),
                Long.MAX_VALUE,
                Optional.empty(),
                TenderMark.taps(tender.commandLine()),
                false,
                History.NONE);
        context.paths().makeDirectory(name);
        record.write(context.paths().directory(name), context.files());
        Optional<Descriptors> descriptors =
                Descriptors.of(tender, scan, context.host().processes());
        if (descriptors.isPresent()) {
            descriptors.get().link(context.paths(), name, context.host().files());
            new ProcessFile(record.bootId(), tender.id(), record.runId())
                    .write(context.paths().directory(name));
        }
        return new Rebuilt(record, descriptors.isPresent());
    }

    /** What was made again of a run, and whether its console is among it. */
    record Rebuilt(RunRecord record, boolean hasConsole) {}
}
