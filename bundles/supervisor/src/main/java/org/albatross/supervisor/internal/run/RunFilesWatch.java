package org.albatross.supervisor.internal.run;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.albatross.core.Input;
import org.albatross.core.RunId;
import org.albatross.disk.DurableFiles;
import org.albatross.model.Name;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notices within seconds what becomes of the run directory while the platform runs, and makes it whole again. */
final class RunFilesWatch {
    private static final Logger LOG = LoggerFactory.getLogger(RunFilesWatch.class);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

    private final LiveRuns live;
    private final ProcessScanner scanner;
    private final RunFiles runFiles;
    private final RunScheduler scheduler;
    private final Map<Name, String> beyondRepair = new ConcurrentHashMap<>();

    RunFilesWatch(LiveRuns live, ProcessScanner scanner, RunFiles runFiles, RunScheduler scheduler) {
        this.live = live;
        this.scanner = scanner;
        this.runFiles = runFiles;
        this.scheduler = scheduler;
    }

    /** Looks every few seconds from now on; repairs take their turn among what else is done about a unikernel. */
    void start(RunControl.InOrder inOrder) {
        scheduler.runAfter(LOOK_AGAIN, () -> look(inOrder));
    }

    private void look(RunControl.InOrder inOrder) {
        try {
            for (LiveRuns.Known run : live.known()) {
                if (beyondRepair.containsKey(run.name())
                        || !runFiles.areWhole(run.name(), run.record(), run.process(), run.fifos())) {
                    inOrder.run(run.name(), () -> repair(run.name()));
                }
            }
        } finally {
            start(inOrder);
        }
    }

    /** What lives may have changed since it was looked at. */
    private void repair(Name name) {
        live.known().stream().filter(run -> run.name().equals(name)).forEach(run -> {
            Optional<String> impairment = repair(run);
            if (impairment.isPresent() || beyondRepair.containsKey(name)) {
                scheduler.tell(new Input.Impaired(name, new RunId(run.record().runId()), impairment));
            }
            impairment.ifPresentOrElse(
                    reason -> {
                        if (!reason.equals(beyondRepair.put(name, reason))) {
                            LOG.error("Files of the run of {} cannot be made again: {}", name, reason);
                        }
                    },
                    () -> beyondRepair.remove(name));
        });
    }

    /** Returns why the files cannot be made whole. */
    private Optional<String> repair(LiveRuns.Known run) {
        try {
            List<String> repaired =
                    runFiles.repair(run.name(), run.record(), run.process(), scanner.scan(), Optional.of(run.fifos()));
            if (!repaired.isEmpty()) {
                LOG.warn(
                        "Files of the run of {} were missing or damaged, and were made again: {}",
                        run.name(),
                        repaired);
            }
            live.fifosAreWhole(run.name(), run.record().runId());
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(DurableFiles.describe(e));
        }
    }
}
