package org.albatross.supervisor.internal.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.albatross.api.Consoles;
import org.albatross.core.Desired;
import org.albatross.core.Exit;
import org.albatross.core.Input.Found;
import org.albatross.host.ExitFile;
import org.albatross.host.Host;
import org.albatross.host.ProcessFile;
import org.albatross.host.ProcessId;
import org.albatross.model.Name;
import org.albatross.supervisor.internal.store.DurableFiles;
import org.albatross.supervisor.internal.store.SpecText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What runs already when the platform starts (architecture section 4). The process table is swept once, then
 * each unikernel's traces are judged: a live tender is adopted, one that ended in this boot is told with its
 * exit, traces of another boot are void. Absence of evidence is not death: where it cannot be known whether
 * something lives, nothing is started. For one thread.
 */
final class TakeOver {
    private static final Logger LOG = LoggerFactory.getLogger(TakeOver.class);

    /** What take-over works with. */
    record Tools(
            Host host,
            String instance,
            RunPaths paths,
            RunLocks locks,
            DurableFiles files,
            ConsoleHub consoles,
            Taps taps,
            LiveRuns live,
            Cleaner cleaner,
            Stragglers stragglers) {}

    /** A live tender that is to be watched when the state knows of it. */
    record Adopted(Name name, RunRecord record, ProcessId process) {}

    /**
     * The outcome.
     *
     * @param found for each unikernel that was judged
     * @param adopted those of them that live
     */
    record Result(List<Found> found, List<Adopted> adopted) {}

    private final Tools tools;
    private final String bootId;
    private final Optional<Sweep> sweep;
    private final String hidden;

    /** Sweeps the process table. */
    TakeOver(Tools tools) throws IOException {
        this.tools = tools;
        this.bootId = tools.host().facts().bootId();
        Optional<Sweep> swept = Optional.empty();
        String reason = "";
        try {
            swept = Optional.of(Sweep.of(tools.host().processes(), tools.instance()));
        } catch (IOException e) {
            reason = e.getMessage();
        }
        this.sweep = swept;
        this.hidden = "the process table cannot be seen: " + reason;
    }

    /** Judges the traces of desired unikernels. */
    Result judge(SortedMap<Name, Desired> desired) {
        List<Found> found = new ArrayList<>();
        List<Adopted> adopted = new ArrayList<>();
        for (Map.Entry<Name, Desired> entry : desired.entrySet()) {
            found.add(judge(entry.getKey(), entry.getValue(), adopted));
        }
        return new Result(found, adopted);
    }

    /** Returns what has traces and is not desired. */
    SortedSet<Name> undesired(Set<Name> desired) throws IOException {
        SortedSet<Name> undesired = new TreeSet<>(tools.paths().names());
        sweep.ifPresent(swept -> undesired.addAll(swept.names()));
        undesired.removeAll(desired);
        return undesired;
    }

    private Found judge(Name name, Desired desired, List<Adopted> adopted) {
        try {
            return new Traces(name, adopted).judge(desired);
        } catch (IOException e) {
            return new Found.Unclear(name, 0, DurableFiles.describe(e));
        }
    }

    /**
     * Ends what a unikernel that nobody desires has running, and removes its traces.
     *
     * @return whether anything ran
     */
    boolean endUndesired(Name name) throws IOException {
        Optional<RunRecord> record = readRecord(name);
        if (record.isPresent() && !record.get().instance().equals(tools.instance())) {
            LOG.warn(
                    "{} is left as it is: it belongs to another platform",
                    tools.paths().directory(name));
            return false;
        }
        boolean ran = false;
        Optional<ProcessFile> process = readProcess(name);
        if (process.isPresent() && lives(process.get().process())) {
            tools.stragglers().end(process.get().process());
            ran = true;
        }
        if (sweep.isPresent() && sweep.get().names().contains(name)) {
            tools.stragglers().endAll(name);
            ran = true;
        }
        if (!tools.locks().isFree(name)) {
            throw new IOException("somebody still holds " + tools.paths().lock(name));
        }
        boolean thisBoot = record.filter(known -> known.bootId().equals(bootId)).isPresent();
        tools.cleaner().removeTraces(name, thisBoot ? record : Optional.empty());
        return ran;
    }

    private boolean lives(ProcessId process) throws IOException {
        return tools.host().processes().find(process.pid()).equals(Optional.of(process));
    }

    private Optional<RunRecord> readRecord(Name name) {
        try {
            return RunRecord.read(tools.paths().directory(name));
        } catch (IOException e) {
            LOG.warn("The record of {} cannot be used: {}", name, DurableFiles.describe(e));
            return Optional.empty();
        }
    }

    /** Returns the process of this boot that is recorded. */
    private Optional<ProcessFile> readProcess(Name name) {
        try {
            return ProcessFile.read(tools.paths().directory(name))
                    .filter(file -> file.bootId().equals(bootId));
        } catch (IOException e) {
            LOG.warn("The process of {} cannot be used: {}", name, DurableFiles.describe(e));
            return Optional.empty();
        }
    }

    /** What one desired unikernel has left on the machine. */
    private final class Traces {
        private final Name name;
        private final List<Adopted> adopted;
        private final Optional<RunRecord> record;
        private final Optional<ProcessFile> process;

        Traces(Name name, List<Adopted> adopted) {
            this.name = name;
            this.adopted = adopted;
            this.record = readRecord(name);
            this.process = readProcess(name);
        }

        Found judge(Desired desired) throws IOException {
            if (record.isPresent() && !record.get().instance().equals(tools.instance())) {
                return new Found.Unclear(
                        name,
                        0,
                        tools.paths().directory(name) + " belongs to another platform, "
                                + record.get().instance());
            }
            if (process.isPresent()) {
                long runId = process.get().runId();
                Optional<ExitFile> exit =
                        ExitFile.read(tools.paths().directory(name)).filter(file -> file.runId() == runId);
                if (exit.isPresent()) {
                    return dead(runId, new Exit.Code(exit.get().code()), desired);
                }
                if (lives(process.get().process())) {
                    return adopt(recordOf(process.get()), process.get().process(), desired);
                }
                if (tendersWithout(process.get().process()).isEmpty()) {
                    return dead(runId, tools.live().exitOf(name, runId), desired);
                }
            }
            if (sweep.isEmpty()) {
                return new Found.Unclear(name, lastRunId(), hidden);
            }
            return judgeWithoutProcess(desired);
        }

        private Found judgeWithoutProcess(Desired desired) throws IOException {
            if (tenders().isEmpty() && !sweep.orElseThrow().wrappersOf(name).isEmpty()) {
                tools.stragglers().endWrappers(name);
            }
            List<Sweep.Tender> tenders = tenders();
            if (!tenders.isEmpty()) {
                for (Sweep.Tender older : tenders.subList(0, tenders.size() - 1)) {
                    LOG.error(
                            "{} runs twice: ending process {}", name, older.id().pid());
                    tools.stragglers().end(older.id());
                }
                return rebuild(tenders.get(tenders.size() - 1), desired);
            }
            if (!tools.locks().isFree(name)) {
                return new Found.Unclear(
                        name,
                        lastRunId(),
                        "somebody unknown holds " + tools.paths().lock(name));
            }
            boolean thisBoot =
                    record.filter(known -> known.bootId().equals(bootId)).isPresent();
            tools.cleaner().removeTraces(name, thisBoot ? record : Optional.empty());
            return new Found.Absent(name, lastRunId());
        }

        /** Sweeps again where a wrapper was ended: its child may have become a tender meanwhile. */
        private List<Sweep.Tender> tenders() throws IOException {
            Sweep known = sweep.orElseThrow();
            return known.wrappersOf(name).isEmpty()
                    ? known.tendersOf(name)
                    : Sweep.of(tools.host().processes(), tools.instance()).tendersOf(name);
        }

        private List<Sweep.Tender> tendersWithout(ProcessId recorded) {
            return sweep.map(swept -> swept.tendersOf(name)).orElse(List.of()).stream()
                    .filter(tender -> !tender.id().equals(recorded))
                    .toList();
        }

        private long lastRunId() throws IOException {
            return Math.max(
                    record.map(RunRecord::runId).orElse(0L), tools.locks().lastRunId(name));
        }

        private Found dead(long runId, Exit exit, Desired desired) throws IOException {
            record.ifPresent(known -> {
                tools.taps().adopt(known.taps().values());
                tools.live().ended(name, known);
                tools.consoles().resume(source(known), known.rings());
            });
            boolean current = record.filter(known -> known.runId() == runId)
                    .map(known -> runs(known, desired))
                    .orElse(true);
            return new Found.Dead(name, runId, exit, current);
        }

        private RunRecord recordOf(ProcessFile file) throws IOException {
            Optional<RunRecord> same = record.filter(known -> known.runId() == file.runId());
            if (same.isPresent()) {
                return same.get();
            }
            throw new IOException("process " + file.process().pid() + " runs, but its record in "
                    + tools.paths().directory(name) + " is missing or damaged");
        }

        private Found adopt(RunRecord known, ProcessId tender, Desired desired) {
            for (Sweep.Tender other : tendersWithout(tender)) {
                endSecond(other);
            }
            tools.taps().adopt(known.taps().values());
            tools.consoles().resume(source(known), known.rings());
            adopted.add(new Adopted(name, known, tender));
            return new Found.Alive(name, known.runId(), known.launched(), runs(known, desired));
        }

        private static boolean runs(RunRecord known, Desired desired) {
            return known.digest().equals(SpecText.digest(desired.spec()));
        }

        private void endSecond(Sweep.Tender other) {
            LOG.error("{} runs twice: ending process {}", name, other.id().pid());
            try {
                tools.stragglers().end(other.id());
            } catch (IOException e) {
                LOG.error("Process {} cannot be ended: {}", other.id().pid(), e.getMessage());
            }
        }

        private Consoles.Source source(RunRecord known) {
            return new Consoles.Source(
                    name,
                    known.runId(),
                    tools.paths().console(name),
                    tools.paths().taken(name),
                    known.uid());
        }

        /** Makes the record of a tender that was found without one, from what its command line says. */
        private Found rebuild(Sweep.Tender tender, Desired desired) throws IOException {
            Path directory = tools.paths().directory(name);
            Instant started = tools.host().processes().startedAt(tender.id()).orElse(Instant.EPOCH);
            RunRecord rebuilt = new RunRecord(
                    tools.instance(),
                    bootId,
                    tender.mark().runId(),
                    tender.mark().digest(),
                    started,
                    Long.MAX_VALUE,
                    Optional.empty(),
                    new TreeMap<>(TenderMark.taps(tender.commandLine())));
            tools.paths().makeDirectory(name);
            rebuilt.write(directory, tools.files());
            new ProcessFile(bootId, tender.id(), rebuilt.runId()).write(directory);
            Descriptors.of(tender, sweep.orElseThrow())
                    .link(tools.paths(), name, tools.host().files());
            LOG.warn(
                    "The record of {}, process {}, was gone and has been made anew",
                    name,
                    tender.id().pid());
            if (!Files.isReadable(tools.paths().console(name))) {
                LOG.warn("The console of {} cannot be opened again, so it is ended and started anew", name);
                tools.stragglers().endAll(name);
                tools.cleaner().removeTraces(name, Optional.of(rebuilt));
                return new Found.Absent(name, rebuilt.runId());
            }
            return adopt(rebuilt, tender.id(), desired);
        }
    }
}
