package org.albatross.migration;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.albatross.disk.DurableFiles;
import org.albatross.host.Host;
import org.albatross.host.ProcessFile;
import org.albatross.host.ProcessId;
import org.albatross.model.Name;
import org.albatross.store.InstanceId;
import org.albatross.store.RunPaths;
import org.albatross.store.RunRecord;

/**
 * What the run directory says of the unikernels of one state directory (docs/architecture.md section 4), compared with
 * the process table. Nothing but the machine is asked, so a platform need not run.
 */
final class RecordedRuns {
    private final StateStores stores;
    private final RunPaths paths;
    private final Host host;

    RecordedRuns(StateStores stores, java.nio.file.Path run) {
        this.stores = stores;
        this.paths = new RunPaths(run);
        this.host = stores.host();
    }

    RunPaths paths() {
        return paths;
    }

    /**
     * A unikernel of which the run directory says something.
     *
     * @param record what it was launched as
     * @param tender its process, when it lives: one of this boot with the recorded number and start time, never another
     *     one that has the number now
     * @param problem why nothing more is known, when that is so
     */
    record Recorded(Name name, Optional<RunRecord> record, Optional<ProcessId> tender, Optional<String> problem) {}

    /**
     * Returns all of this state directory that are at or below {@code about}, in the order of their names.
     *
     * @throws UsageException when no platform has ever run on the state directory
     */
    List<Recorded> of(Name about) throws IOException, UsageException {
        String instance = instance().value();
        List<Recorded> found = new ArrayList<>();
        for (Name name : names()) {
            if (about.covers(name)) {
                Recorded recorded = read(name);
                if (recorded.record()
                        .filter(record -> !record.instance().equals(instance))
                        .isEmpty()) {
                    found.add(recorded);
                }
            }
        }
        return found;
    }

    private SortedSet<Name> names() throws IOException {
        try {
            return paths.names();
        } catch (NoSuchFileException e) {
            return new TreeSet<>();
        }
    }

    private InstanceId instance() throws IOException, UsageException {
        try {
            return new InstanceId(Files.readString(stores.paths().instance(), StandardCharsets.ISO_8859_1)
                    .strip());
        } catch (NoSuchFileException e) {
            throw new UsageException(stores.directory() + " holds no state of this platform");
        } catch (IllegalArgumentException e) {
            throw new UsageException(stores.paths().instance() + " is damaged: " + e.getMessage());
        }
    }

    private Recorded read(Name name) {
        Optional<RunRecord> record = Optional.empty();
        try {
            java.nio.file.Path directory = paths.directory(name);
            record = RunRecord.read(directory);
            if (record.isEmpty()) {
                return new Recorded(name, record, Optional.empty(), Optional.of("it has no record"));
            }
            return new Recorded(name, record, tender(directory, record.get()), Optional.empty());
        } catch (IOException e) {
            return new Recorded(name, record, Optional.empty(), Optional.of(DurableFiles.describe(e)));
        }
    }

    private Optional<ProcessId> tender(java.nio.file.Path directory, RunRecord record) throws IOException {
        Optional<ProcessFile> file = ProcessFile.read(directory);
        if (file.isEmpty()
                || file.get().runId() != record.runId()
                || !file.get().bootId().equals(host.facts().bootId())) {
            return Optional.empty();
        }
        ProcessId recorded = file.get().process();
        return host.processes().find(recorded.pid()).filter(recorded::equals);
    }
}
