package org.albatross.supervisor.internal.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.albatross.host.ExitFile;
import org.albatross.host.ProcessFile;
import org.albatross.host.ProcessId;
import org.albatross.model.Name;
import org.albatross.store.RunPaths;
import org.albatross.store.RunRecord;

/**
 * The files in the run directory of a run that lives. What is missing, damaged or something else than ours is made
 * again: record and process from what is known, the fifos through the descriptors of the processes that have them
 * open. For any thread, but repairs of one unikernel have to take turns.
 */
final class RunFiles {
    private final RunContext context;

    RunFiles(RunContext context) {
        this.context = context;
    }

    /**
     * Tells whether everything is there, by a look that is cheap enough for every run every few seconds.
     *
     * @param fifos those that the run has
     */
    boolean areWhole(Name name, RunRecord record, ProcessId process, Fifos fifos) {
        return hasRecord(name, record)
                && hasProcess(name, record, process)
                && fifos.areWhole()
                && Fifos.of(context.paths(), name).equals(fifos)
                && inTheWayOfTheExit(name).isEmpty();
    }

    private boolean hasRecord(Name name, RunRecord record) {
        try {
            return RunRecord.read(context.paths().directory(name)).equals(Optional.of(record));
        } catch (IOException e) {
            return false;
        }
    }

    private boolean hasProcess(Name name, RunRecord record, ProcessId process) {
        try {
            return ProcessFile.read(context.paths().directory(name)).equals(Optional.of(processFile(record, process)));
        } catch (IOException e) {
            return false;
        }
    }

    private static ProcessFile processFile(RunRecord record, ProcessId process) {
        return new ProcessFile(record.bootId(), process, record.runId());
    }

    /** Finds what keeps the wrapper from writing how the run ended; one of format 1 writes another file first. */
    private List<Path> inTheWayOfTheExit(Name name) {
        Path exit = context.paths().directory(name).resolve(ExitFile.NAME);
        return List.of(exit, exit.resolveSibling(ExitFile.NAME + ".new")).stream()
                .filter(file -> Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                        && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                .toList();
    }

    /**
     * Makes again what is not as it should be.
     *
     * @param scan in which the run's processes are found
     * @param fifos those that the run has, where they are known
     * @return the names of the files that were made again
     * @throws IOException with a message for people when something cannot be made again
     */
    List<String> repair(Name name, RunRecord record, ProcessId process, ProcessScan scan, Optional<Fifos> fifos)
            throws IOException {
        List<String> repaired = new ArrayList<>();
        context.paths().keepDirectory(name);
        Path directory = context.paths().directory(name);
        if (!hasRecord(name, record)) {
            RunPaths.delete(directory.resolve(RunRecord.FILE));
            record.write(directory, context.files());
            repaired.add(RunRecord.FILE);
        }
        if (!hasProcess(name, record, process)) {
            RunPaths.delete(directory.resolve(ProcessFile.NAME));
            processFile(record, process).write(directory);
            repaired.add(ProcessFile.NAME);
        }
        for (Path file : inTheWayOfTheExit(name)) {
            RunPaths.delete(file);
            repaired.add(String.valueOf(file.getFileName()));
        }
        Optional<ProcessScan.Tender> tender = scan.tendersOf(name).stream()
                .filter(candidate -> candidate.id().equals(process))
                .findFirst();
        Optional<Descriptors> descriptors = tender.isPresent()
                ? Descriptors.of(tender.get(), scan, context.host().processes())
                : Optional.empty();
        if (descriptors.isPresent()) {
            repaired.addAll(
                    descriptors.get().link(context.paths(), name, context.host().files()));
        } else if (!hasConsole(name, fifos)) {
            throw new IOException(context.paths().console(name) + " is not the fifo of process " + process.pid()
                    + ", and cannot be opened again: what the unikernel prints is lost, and it waits when its pipe is"
                    + " full; restart it");
        }
        return repaired;
    }

    private boolean hasConsole(Name name, Optional<Fifos> fifos) {
        Optional<Object> present = Fifos.of(context.paths(), name).console();
        return present.isPresent()
                && fifos.map(Fifos::console)
                        .filter(known -> !known.equals(present))
                        .isEmpty();
    }
}
