package org.albatross.supervisor.internal.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

    /** Finds those of a tender; its wrapper is its parent. */
    static Descriptors of(Sweep.Tender tender, Sweep sweep) {
        List<Sweep.Wrapper> wrappers = sweep.wrappersOf(tender.mark().name()).stream()
                .filter(wrapper -> wrapper.id().pid() == tender.parent())
                .toList();
        return wrappers.isEmpty()
                ? new Descriptors(descriptor(tender.id(), CONSOLE), Optional.empty())
                : new Descriptors(
                        descriptor(wrappers.get(0).id(), CONSOLE),
                        Optional.of(descriptor(wrappers.get(0).id(), TAKEN)));
    }

    private static Path descriptor(ProcessId process, int number) {
        return Path.of("/proc", Long.toString(process.pid()), "fd", Integer.toString(number));
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
