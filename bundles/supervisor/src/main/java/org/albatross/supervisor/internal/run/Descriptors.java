package org.albatross.supervisor.internal.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
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

    /** Puts them where the fifos were. */
    void link(RunPaths paths, Name name, org.albatross.host.Files files) throws IOException {
        Files.createSymbolicLink(paths.console(name), console);
        if (taken.isPresent()) {
            Files.createSymbolicLink(paths.taken(name), taken.get());
        } else {
            files.makeFifo(paths.taken(name), 0600, Optional.empty());
        }
    }
}
