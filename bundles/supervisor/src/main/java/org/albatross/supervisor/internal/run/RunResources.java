package org.albatross.supervisor.internal.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.albatross.api.Consoles;
import org.albatross.disk.DurableFiles;
import org.albatross.host.HostFiles;
import org.albatross.model.Name;
import org.albatross.model.NetDevice;
import org.albatross.model.Text;
import org.albatross.store.RunPaths;
import org.albatross.store.RunRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a run needs before its tender is started: its directory, record, fifos, console and taps. For any thread. */
final class RunResources {
    private static final Logger LOG = LoggerFactory.getLogger(RunResources.class);
    private static final int OURS_ALONE = 0600;
    private static final int OURS_AND_THE_TENDERS = 0660;

    private final RunContext context;
    private final ConsoleHub consoles;
    private final Taps taps;
    private final LeftoverProcesses leftovers;

    RunResources(RunContext context, ConsoleHub consoles, Taps taps, LeftoverProcesses leftovers) {
        this.context = context;
        this.consoles = consoles;
        this.taps = taps;
        this.leftovers = leftovers;
    }

    /** Reserves the names of the taps of a run, to be recorded before these are made. */
    Map<Text, String> reserveTaps(List<NetDevice> nets) throws IOException {
        List<String> names = taps.reserve(nets.size());
        Map<Text, String> byDevice = new LinkedHashMap<>();
        for (int i = 0; i < nets.size(); i++) {
            byDevice.put(nets.get(i).name(), names.get(i));
        }
        return byDevice;
    }

    /** What was made for a run so far. For one thread. */
    final class Prepared {
        private final Name name;
        private final RunRecord record;
        private final List<String> createdTaps = new ArrayList<>();

        Prepared(Name name, RunRecord record) {
            this.name = name;
            this.record = record;
        }

        /**
         * Makes everything, each of it after the record says so.
         *
         * @param link where the tender finds its image
         * @param rings how many rings the unikernel's path may keep
         */
        void make(Path link, Path image, List<NetDevice> nets, long rings) throws IOException {
            RunPaths paths = context.paths();
            paths.makeDirectory(name);
            record.write(paths.directory(name), context.files());
            HostFiles files = context.host().files();
            files.makeFifo(
                    paths.console(name), record.uid().isPresent() ? OURS_AND_THE_TENDERS : OURS_ALONE, record.uid());
            files.makeFifo(paths.taken(name), OURS_ALONE, Optional.empty());
            Files.createSymbolicLink(link, image);
            consoles.add(
                    new Consoles.Source(name, record.runId(), paths.console(name), paths.taken(name), record.uid()),
                    rings);
            for (NetDevice net : nets) {
                String tap = Optional.ofNullable(record.taps().get(net.name())).orElseThrow();
                taps.create(tap, net.hostBridge().decoded(), record.uid());
                createdTaps.add(tap);
            }
        }

        /**
         * Undoes all of it. A wrapper that is late starts nothing without its fifos, so they go first. Taps that were
         * recorded but not made may be another platform's by now.
         */
        void undo(Exception cause) {
            consoles.abandon(name, record.runId());
            try {
                Files.deleteIfExists(context.paths().taken(name));
                Files.deleteIfExists(context.paths().console(name));
                if (!context.locks().isFree(name)) {
                    leftovers.endAll(name);
                }
                // A loader that lives a moment longer, and holds the lock, could make the machine yet.
                context.locks().take(name, context.limits().lockWait()).ifPresent(HostFiles.Lock::close);
                context.removeMachine(name, record.runId());
                taps.remove(createdTaps);
                taps.giveBack(record.taps().values());
                context.paths().removeDirectory(name);
            } catch (IOException e) {
                LOG.error(
                        "Not everything of run {} of {} could be undone: {}",
                        record.runId(),
                        name,
                        DurableFiles.describe(e));
                cause.addSuppressed(e);
            }
        }
    }
}
