package org.albatross.supervisor.internal.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.albatross.host.HostFiles;
import org.albatross.host.Processes;
import org.albatross.model.Name;
import org.albatross.store.RunPaths;

/**
 * Where the fifos of a run can still be opened when the run directory was wiped: through the descriptors of
 * the wrapper or of the tender itself.
 *
 * @param console the tender's output
 * @param taken what the wrapper waits on, when there is one
 */
record Descriptors(Path console, Optional<Path> taken) {
    /** The wrapper's descriptors, as it says itself. */
    private static final int CONSOLE = 1;

    private static final int TAKEN = 8;

    /**
     * Finds those of a tender: of its wrapper, which is its parent, or else its own.
     *
     * @return nothing when its console cannot be opened
     */
    static Optional<Descriptors> of(ProcessScan.Tender tender, ProcessScan scan, Processes processes)
            throws IOException {
        for (ProcessScan.Wrapper wrapper : scan.wrappersOf(tender.mark().name())) {
            if (wrapper.id().pid() == tender.parent()) {
                Optional<Path> console = processes.descriptor(wrapper.id(), CONSOLE);
                if (console.isPresent()) {
                    return Optional.of(new Descriptors(console.get(), processes.descriptor(wrapper.id(), TAKEN)));
                }
            }
        }
        return processes.descriptor(tender.id(), CONSOLE).map(console -> new Descriptors(console, Optional.empty()));
    }

    /**
     * Puts them where the fifos were, unless these are there. As symbolic links: link(2) takes no file whose last entry
     * was removed.
     *
     * @return the names of those that were not there
     */
    List<String> link(RunPaths paths, Name name, HostFiles files) throws IOException {
        List<String> linked = new ArrayList<>();
        if (link(paths.console(name), console)) {
            linked.add("console");
        }
        if (taken.isPresent()) {
            if (link(paths.taken(name), taken.get())) {
                linked.add("taken");
            }
        } else if (!Fifos.isFifo(paths.taken(name))) {
            RunPaths.delete(paths.taken(name));
            files.makeFifo(paths.taken(name), 0600, Optional.empty());
            linked.add("taken");
        }
        return linked;
    }

    private static boolean link(Path place, Path descriptor) throws IOException {
        if (leadsTo(place, descriptor)) {
            return false;
        }
        RunPaths.delete(place);
        Files.createSymbolicLink(place, descriptor);
        return true;
    }

    /** By stat(2): access(2), and so {@link Files#exists}, does not use the capability by which such a link is followed. */
    private static boolean leadsTo(Path place, Path descriptor) {
        try {
            return Files.isSameFile(place, descriptor);
        } catch (IOException e) {
            return false;
        }
    }
}
