package org.albatross.migration;

import java.io.IOException;
import java.io.PrintStream;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.albatross.model.Name;
import org.albatross.store.RunRecord;
import org.albatross.store.StateLock;

/** {@code state ps}: which unikernels live, by their run records. */
final class RunList {
    private static final String ROW = "%-24s %8s %6s %11s %-20s %s%n";

    private final StateStores stores;
    private final PrintStream out;

    RunList(StateStores stores, PrintStream out) {
        this.stores = stores;
        this.out = out;
    }

    /** Prints a line for each, and whether a platform runs beside them. */
    void print(RecordedRuns runs) throws IOException, UsageException {
        List<RecordedRuns.Recorded> recorded = runs.of(Name.ROOT);
        out.printf(Locale.ROOT, ROW, "NAME", "PID", "RUN", "UID", "SINCE", "STATE");
        recorded.forEach(this::row);
        StateLock.liveHolder(stores.paths().lock(), stores.host().processes())
                .ifPresent(holder -> out.print("remark: a platform runs on " + stores.directory() + ", " + holder
                        + ": albatross status tells more\n"));
    }

    private void row(RecordedRuns.Recorded run) {
        out.printf(
                Locale.ROOT,
                ROW,
                run.name(),
                run.tender().map(process -> Long.toString(process.pid())).orElse("-"),
                run.record().map(record -> Long.toString(record.runId())).orElse("-"),
                run.record()
                        .flatMap(RunRecord::uid)
                        .map(uid -> Long.toString(uid))
                        .orElse("-"),
                run.record()
                        .map(record -> record.launched()
                                .truncatedTo(ChronoUnit.SECONDS)
                                .toString())
                        .orElse("-"),
                state(run));
    }

    private static String state(RecordedRuns.Recorded run) {
        if (run.problem().isPresent()) {
            return "cannot be known: " + run.problem().get();
        }
        if (run.tender().isEmpty()) {
            return "ended";
        }
        return run.record().filter(RunRecord::ending).isPresent() ? "ending" : "running";
    }
}
