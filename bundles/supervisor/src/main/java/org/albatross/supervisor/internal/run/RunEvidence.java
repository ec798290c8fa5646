package org.albatross.supervisor.internal.run;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.albatross.core.Desired;
import org.albatross.core.History;
import org.albatross.core.Input.Found;
import org.albatross.core.RunId;
import org.albatross.disk.DurableFiles;
import org.albatross.host.ProcessFile;
import org.albatross.host.ProcessId;
import org.albatross.model.Exit;
import org.albatross.model.Name;
import org.albatross.store.RunRecord;
import org.albatross.store.text.DesiredText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one unikernel has left on the machine, in the run directory and in the process table. A recorded process
 * counts in its own boot only, and only with its start time; what runs without a record gets one, as its command
 * line says; a wrapper that has not started anything is ended. For one thread.
 */
final class RunEvidence {
    private static final Logger LOG = LoggerFactory.getLogger(RunEvidence.class);

    private final TakeOver.Tools tools;
    private final String bootId;
    private final Optional<ProcessScan> scan;
    private final String hidden;
    private final Name name;
    private final Optional<Desired> desired;
    private final Optional<RunRecord> record;
    private final Optional<ProcessFile> process;
    private Optional<TakeOver.Adopted> adopted = Optional.empty();

    /**
     * Reads them.
     *
     * @param scan the process table, when it can be seen
     * @param hidden why it cannot
     */
    RunEvidence(
            TakeOver.Tools tools,
            String bootId,
            Optional<ProcessScan> scan,
            String hidden,
            Name name,
            Optional<Desired> desired) {
        this.tools = tools;
        this.bootId = bootId;
        this.scan = scan;
        this.hidden = hidden;
        this.name = name;
        this.desired = desired;
        this.record = readRecord();
        this.process = readProcess();
    }

    private Optional<RunRecord> readRecord() {
        try {
            return RunRecord.read(tools.context().paths().directory(name));
        } catch (IOException e) {
            LOG.warn("The record of {} cannot be used: {}", name, DurableFiles.describe(e));
            return Optional.empty();
        }
    }

    /** Returns the process of this boot that is recorded. */
    private Optional<ProcessFile> readProcess() {
        try {
            return ProcessFile.read(tools.context().paths().directory(name))
                    .filter(file -> file.bootId().equals(bootId));
        } catch (IOException e) {
            LOG.warn("The process of {} cannot be used: {}", name, DurableFiles.describe(e));
            return Optional.empty();
        }
    }

    /** Returns the live tender, after {@link #assess} has found one. */
    Optional<TakeOver.Adopted> adopted() {
        return adopted;
    }

    /** Assesses it; what may be known at another time is unclear. */
    Found assess() {
        try {
            if (isForeign()) {
                return new Found.Unclear(
                        name, RunId.NONE, tools.context().paths().directory(name) + " belongs to another platform");
            }
            Optional<Found> recorded = process.isPresent() ? assessRecorded(process.get()) : Optional.empty();
            if (recorded.isPresent()) {
                return recorded.get();
            }
            return scan.isPresent() ? assessScan(scan.get()) : new Found.Unclear(name, new RunId(lastRunId()), hidden);
        } catch (IOException e) {
            return new Found.Unclear(name, RunId.NONE, DurableFiles.describe(e));
        }
    }

    /**
     * Ends what runs though nobody desires it, last words included, and removes what it has left. What belongs to
     * another platform is left alone.
     */
    void end() throws IOException {
        if (isForeign()) {
            LOG.warn(
                    "{} is left as it is, since it belongs to another platform",
                    tools.context().paths().directory(name));
            return;
        }
        boolean ran = process.isPresent() && lives(process.get().process());
        if (ran) {
            tools.leftovers().end(process.get().process());
        }
        if (scan.isEmpty()) {
            throw new IOException(hidden);
        }
        if (!scan.get().tendersOf(name).isEmpty()
                || scan.get().wrappersOf(name).stream().anyMatch(this::isEarly)) {
            tools.leftovers().endAll(name);
            ran = true;
        }
        if (ran) {
            LOG.warn("{} ran though nobody desires it, and has been ended", name);
        }
        Optional<RunRecord> ofThisBoot = record.filter(known -> known.bootId().equals(bootId));
        if (ofThisBoot.isPresent()) {
            dead(ofThisBoot.get().runId(), new Exit.Unknown());
            tools.cleanup().clean(name, ofThisBoot.get().runId(), false);
        } else {
            tools.cleanup().removeRemains(name, Optional.empty());
        }
    }

    /** Tells whether a wrapper may start a tender yet: that of the recorded process waits for the console. */
    private boolean isEarly(ProcessScan.Wrapper wrapper) {
        return process.filter(file -> file.runId() == wrapper.runId()).isEmpty();
    }

    private boolean isForeign() {
        return record.filter(known -> !known.instance().equals(tools.context().instance()))
                .isPresent();
    }

    private Optional<Found> assessRecorded(ProcessFile file) throws IOException {
        Optional<Exit> exit = tools.live().writtenExit(name, file.runId());
        if (exit.isPresent() && scan.isEmpty()) {
            return Optional.of(dead(file.runId(), exit.get()));
        }
        if (lives(file.process())) {
            return record.filter(known -> known.runId() == file.runId()).map(known -> adopt(known, file.process()));
        }
        if (exit.isEmpty() && !othersThan(file.process()).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                dead(file.runId(), exit.isPresent() ? exit.get() : tools.live().exitOf(name, file.runId())));
    }

    private boolean lives(ProcessId recorded) throws IOException {
        return tools.context().host().processes().find(recorded.pid()).equals(Optional.of(recorded));
    }

    private List<ProcessScan.Tender> othersThan(ProcessId recorded) {
        return scan.map(scanned -> scanned.tendersOf(name)).orElse(List.of()).stream()
                .filter(tender -> !tender.id().equals(recorded))
                .toList();
    }

    private Found assessScan(ProcessScan scanned) throws IOException {
        List<ProcessScan.Tender> tenders = scanned.tendersOf(name);
        ProcessScan latest = scanned;
        if (tenders.isEmpty() && !scanned.wrappersOf(name).isEmpty()) {
            tools.leftovers().endWrappers(name);
            // Its child may have become a tender before it ended.
            latest = tools.scanner().scan();
            tenders = latest.tendersOf(name);
        }
        if (!tenders.isEmpty()) {
            tenders.subList(0, tenders.size() - 1).forEach(this::endSecond);
            ProcessScan.Tender tender = tenders.get(tenders.size() - 1);
            Optional<RunRecord> known =
                    record.filter(same -> same.runId() == tender.mark().runId());
            if (known.isPresent() && Files.exists(tools.context().paths().console(name))) {
                return adopt(known.get(), tender.id());
            }
            return rebuild(tender, latest);
        }
        if (!tools.context().locks().isFree(name)) {
            return new Found.Unclear(
                    name,
                    new RunId(lastRunId()),
                    "somebody unknown holds " + tools.context().paths().lock(name));
        }
        long last = lastRunId();
        tools.cleanup()
                .removeRemains(name, record.filter(known -> known.bootId().equals(bootId)));
        return new Found.Absent(name, new RunId(last), history());
    }

    private long lastRunId() throws IOException {
        return Math.max(
                record.map(RunRecord::runId).orElse(0L), tools.context().locks().lastRunId(name));
    }

    private Found dead(long runId, Exit exit) {
        record.ifPresent(known -> tools.adoption().dead(name, known));
        boolean current =
                record.filter(known -> !known.ending() && isDesired(known)).isPresent();
        return new Found.Dead(name, new RunId(runId), exit, current, history());
    }

    private History history() {
        return record.filter(known -> known.bootId().equals(bootId))
                .map(RunRecord::history)
                .orElse(History.NONE);
    }

    private boolean isDesired(RunRecord known) {
        return desired.filter(value -> DesiredText.digest(value.spec()).equals(known.digest()))
                .isPresent();
    }

    private Found adopt(RunRecord known, ProcessId tender) {
        othersThan(tender).forEach(this::endSecond);
        scan.map(scanned -> scanned.wrappersOf(name)).orElse(List.of()).stream()
                .filter(wrapper -> wrapper.runId() != known.runId())
                .forEach(wrapper -> end(wrapper.id()));
        tools.adoption().alive(name, known, tender, scan);
        adopted = Optional.of(new TakeOver.Adopted(name, known, tender));
        boolean current = isDesired(known);
        return new Found.Alive(
                known.running(name, tender, desired.orElseThrow().spec(), current),
                current,
                known.ending(),
                known.history());
    }

    private void endSecond(ProcessScan.Tender other) {
        LOG.error("{} runs twice", name);
        end(other.id());
    }

    private void end(ProcessId process) {
        LOG.warn("Ending process {}, which was left behind for {}", process.pid(), name);
        try {
            tools.leftovers().end(process);
        } catch (IOException e) {
            LOG.error("Process {} cannot be ended: {}", process.pid(), e.getMessage());
        }
    }

    private Found rebuild(ProcessScan.Tender tender, ProcessScan scanned) throws IOException {
        RunAdoption.Rebuilt rebuilt = tools.adoption().rebuild(tender, scanned);
        RunRecord made = rebuilt.record();
        if (!rebuilt.hasConsole()) {
            LOG.warn("{} ran without its record, and its console cannot be opened again: it is ended", name);
            tools.leftovers().endAll(name);
            tools.cleanup().removeRemains(name, Optional.of(made));
            return new Found.Absent(name, new RunId(made.runId()), History.NONE);
        }
        LOG.warn(
                "The record of {}, process {}, was gone and has been made anew",
                name,
                tender.id().pid());
        return adopt(made, tender.id());
    }
}
