package org.albatross.supervisor.internal.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.albatross.host.HostFiles;
import org.albatross.host.ProcessId;
import org.albatross.model.Name;

/**
 * Where the fifos of a run can still be opened when the run directory was wiped: through the descriptors of
 * the wrapper or of the tender itself, in {@code /proc}.
 *
 * @param console the tender's output
 * @param taken what the wrapper waits on, when there is one
 */
record Descriptors(Path console, Optional<Path> taken) {
    /** The wrapper's descriptors, as it says itself. */
    private static final int CONSOLE = 1;

    private static final int TAKEN = 8;

    /** Finds those of a tender: of its wrapper, which is its parent, or else its own. */
    static Descriptors of(Sweep.Tender tender, Sweep sweep) {
        return sweep.wrappersOf(tender.mark().name()).stream()
                .filter(wrapper -> wrapper.id().pid() == tender.parent())
                .map(wrapper -> new Descriptors(
                        descriptor(wrapper.id(), CONSOLE), Optional.of(descriptor(wrapper.id(), TAKEN))))
                .filter(Descriptors::canBeOpened)
                .findFirst()
                .orElseGet(() -> new Descriptors(descriptor(tender.id(), CONSOLE), Optional.empty()));
    }

    private static Path descriptor(ProcessId process, int number) {
        return Path.of("/proc", Long.toString(process.pid()), "fd", Integer.toString(number));
    }

    /**
     * Tells whether the console can be opened. Reading the link asks for the same right as opening it does;
     * access(2) would answer for a process without capabilities.
     */
    boolean canBeOpened() {
        try {
            return Files.readSymbolicLink(console).isAbsolute();
        } catch (IOException e) {
            return false;
        }
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
        } else if (!Files.exists(paths.taken(name)) || Files.isDirectory(paths.taken(name))) {
            RunPaths.delete(paths.taken(name));
            files.makeFifo(paths.taken(name), 0600, Optional.empty());
            linked.add("taken");
        }
        return linked;
    }

    private static boolean link(Path place, Path descriptor) throws IOException {
        if (Files.exists(place) && Files.isSameFile(place, descriptor)) {
            return false;
        }
        RunPaths.delete(place);
        Files.createSymbolicLink(place, descriptor);
        return true;
    }
}
