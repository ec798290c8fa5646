package org.albatross.supervisor.internal.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.albatross.core.Desired;
import org.albatross.core.Input.Found;
import org.albatross.disk.DurableFiles;
import org.albatross.host.ProcessId;
import org.albatross.model.Name;
import org.albatross.store.RunRecord;

/**
 * What runs already when the platform starts (architecture section 4). The process table is scanned once, then
 * the {@link RunEvidence} of each unikernel is assessed. Absence of evidence is not death: where it cannot be known
 * whether something lives, nothing is started. For one thread.
 */
final class TakeOver {
    /** What take-over works with. */
    record Tools(
            RunContext context,
            ProcessScanner scanner,
            LeftoverProcesses leftovers,
            RunCleanup cleanup,
            LiveRuns live,
            RunAdoption adoption) {}

    /** A live tender that is to be watched when the state knows of it. */
    record Adopted(Name name, RunRecord record, ProcessId process) {}

    /**
     * The outcome.
     *
     * @param found for each unikernel that was assessed
     * @param adopted those of them that live
     */
    record Result(List<Found> found, List<Adopted> adopted) {}

    private final Tools tools;
    private final String bootId;
    private final Optional<ProcessScan> scan;
    private final String hidden;

    /** Scans the process table. */
    TakeOver(Tools tools) throws IOException {
        this.tools = tools;
        this.bootId = tools.context().host().facts().bootId();
        Optional<ProcessScan> scanned = Optional.empty();
        String reason = "";
        try {
            scanned = Optional.of(tools.scanner().scan());
        } catch (IOException e) {
            reason = DurableFiles.describe(e);
        }
        this.scan = scanned;
        this.hidden = "the process table cannot be seen: " + reason;
    }

    /** Returns why the process table cannot be seen, when it cannot. */
    Optional<String> blindness() {
        return scan.isPresent() ? Optional.empty() : Optional.of(hidden);
    }

    /** Returns the unikernels that have left something, of which nothing is desired. */
    SortedSet<Name> undesired(Set<Name> desired) throws IOException {
        SortedSet<Name> names = new TreeSet<>(tools.context().paths().names());
        scan.ifPresent(scanned -> names.addAll(scanned.names()));
        names.removeAll(desired);
        return names;
    }

    /**
     * Removes lock files when there are many, but for names that are {@code known} and those of which anything was
     * found; none when it cannot be known what runs.
     */
    int removeUnusedLocks(Set<Name> known) throws IOException {
        if (scan.isEmpty()) {
            return 0;
        }
        Set<Name> needed = new HashSet<>(known);
        needed.addAll(scan.get().names());
        needed.addAll(tools.context().paths().names());
        return tools.context().locks().removeUnused(needed::contains);
    }

    /** Ends what a unikernel that nobody desires has running, and removes what is left of it. */
    void endUndesired(Name name) throws IOException {
        evidence(name, Optional.empty()).end();
    }

    private RunEvidence evidence(Name name, Optional<Desired> desired) {
        return new RunEvidence(tools, bootId, scan, hidden, name, desired);
    }

    /** Assesses what desired unikernels have left. */
    Result assess(SortedMap<Name, Desired> desired) {
        List<Found> found = new ArrayList<>();
        List<Adopted> adopted = new ArrayList<>();
        desired.forEach((name, value) -> {
            RunEvidence evidence = evidence(name, Optional.of(value));
            found.add(evidence.assess());
            evidence.adopted().ifPresent(adopted::add);
        });
        return new Result(found, adopted);
    }
}
