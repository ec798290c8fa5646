package org.albatross.supervisor.internal.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.albatross.api.Consoles;
import org.albatross.core.Effect;
import org.albatross.core.Input;
import org.albatross.host.Await;
import org.albatross.host.ExitFile;
import org.albatross.host.Host;
import org.albatross.host.HostFiles;
import org.albatross.host.ProcessFile;
import org.albatross.host.ProcessId;
import org.albatross.host.Processes;
import org.albatross.model.BlockDevice;
import org.albatross.model.Name;
import org.albatross.model.NetDevice;
import org.albatross.model.Text;
import org.albatross.solo5.NoTenderException;
import org.albatross.solo5.TenderCommand;
import org.albatross.store.BlockDirectory;
import org.albatross.store.DurableFiles;
import org.albatross.store.ImageStore;
import org.albatross.store.RunLocks;
import org.albatross.store.RunPaths;
import org.albatross.store.RunRecord;
import org.albatross.store.text.CorruptFileException;
import org.albatross.store.text.DesiredText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prepares and starts a run: directory, record, fifos, console, taps, tender. Each step stands in the record
 * before it is taken; a step that fails undoes what was done before. For any thread, but runs of one unikernel
 * have to take turns.
 */
final class TenderLauncher {
    private static final Logger LOG = LoggerFactory.getLogger(TenderLauncher.class);
    private static final int OURS_ALONE = 0600;
    private static final int OURS_AND_THE_TENDERS = 0660;

    /** What a launcher works with. */
    record Tools(
            Host host,
            String instance,
            RunPaths paths,
            RunLocks locks,
            RunLimits limits,
            DurableFiles files,
            Isolation isolation,
            ImageStore images,
            BlockDirectory blocks,
            TenderChoice tenders,
            ConsoleHub consoles,
            Taps taps,
            LiveRuns live,
            RunCleanup cleanup,
            LeftoverProcesses leftovers,
            UserProcesses users,
            Clock clock) {}

    private final Tools tools;

    TenderLauncher(Tools tools) {
        this.tools = tools;
    }

    /** Launches a run, tells its outcome, and watches its tender from then on. */
    void launch(Effect.Launch launch, Inputs inputs) {
        Name name = launch.name();
        Started started;
        try {
            started = new Attempt(launch).launch();
        } catch (IOException | NoTenderException e) {
            inputs.post(new Input.NotStarted(name, launch.runId(), reason(e)));
            return;
        } catch (RuntimeException e) {
            LOG.error("Run {} of {} was not launched by a defect of the platform", launch.runId(), name, e);
            inputs.post(new Input.NotStarted(name, launch.runId(), "internal error: " + e));
            return;
        }
        tools.live().add(name, started.record(), started.process());
        inputs.post(new Input.Started(started.record().running(name, started.process(), launch.spec(), true)));
        tools.live().watch(name, started.record().runId());
    }

    private static String reason(Exception e) {
        return e instanceof IOException io ? DurableFiles.describe(io) : String.valueOf(e.getMessage());
    }

    private record Started(RunRecord record, ProcessId process) {}

    /** One launch. */
    private final class Attempt {
        private final Effect.Launch launch;
        private final Name name;
        private final long runId;
        private final List<String> createdTaps = new ArrayList<>();

        Attempt(Effect.Launch launch) {
            this.launch = launch;
            this.name = launch.name();
            this.runId = launch.runId().number();
        }

        Started launch() throws IOException, NoTenderException {
            tools.host().processes().requireVisible();
            tools.paths().make();
            HostFiles.Lock held = lock();
            try {
                // What a removal that failed has left.
                tools.cleanup().removeRemains(name, formerRecord());
                tools.locks().writeRunId(name, runId);
            } finally {
                held.close();
            }
            Path image =
                    tools.images().intact(launch.spec().image(), launch.spec().imageSize());
            Path tender = tools.tenders().programFor(image);
            requireCpus();
            Optional<Processes.Identity> identity = tools.isolation().identityOf(name, launch.spec());
            if (identity.isPresent()) {
                tools.users().end(identity.get().uid());
            }
            RunRecord record = record(identity, tools.host().facts().bootId());
            try {
                prepare(record);
                tools.host().processes().launch(wrapper(tender, identity, record));
                return new Started(record, awaitTender());
            } catch (IOException | RuntimeException e) {
                undo(record, e);
                throw e;
            }
        }

        private void requireCpus() throws IOException {
            Optional<String> refusal = CpuChoice.refusal(
                    launch.spec().arguments().cpuids(), tools.host().facts().cpus());
            if (refusal.isPresent()) {
                throw new IOException(refusal.get());
            }
        }

        private HostFiles.Lock lock() throws IOException {
            Optional<HostFiles.Lock> lock =
                    tools.locks().take(name, tools.limits().lockWait());
            if (lock.isEmpty()) {
                tools.leftovers().endWrappers(name);
                lock = tools.locks().take(name, tools.limits().lockWait());
            }
            return lock.orElseThrow(() -> new IOException("a process of a former run of " + name + " still holds "
                    + tools.paths().lock(name) + ": nothing was started"));
        }

        private Optional<RunRecord> formerRecord() throws IOException {
            Optional<RunRecord> former;
            try {
                former = RunRecord.read(tools.paths().directory(name));
            } catch (CorruptFileException e) {
                LOG.warn("The record of the former run of {} cannot be used: {}", name, e.getMessage());
                return Optional.empty();
            }
            if (former.isPresent() && !former.get().instance().equals(tools.instance())) {
                throw new IOException(tools.paths().directory(name) + " belongs to another platform");
            }
            return former;
        }

        /** Makes the record, and with it reserves the names of the taps. */
        private RunRecord record(Optional<Processes.Identity> identity, String bootId) throws IOException {
            List<NetDevice> nets = launch.spec().arguments().netDevices();
            List<String> names = tools.taps().reserve(nets.size());
            Map<Text, String> taps = new LinkedHashMap<>();
            for (int i = 0; i < nets.size(); i++) {
                taps.put(nets.get(i).name(), names.get(i));
            }
            return new RunRecord(
                    tools.instance(),
                    bootId,
                    runId,
                    DesiredText.digest(launch.spec()),
                    tools.clock().instant(),
                    launch.rings(),
                    identity.map(Processes.Identity::uid),
                    taps,
                    false);
        }

        private TenderMark mark(RunRecord record) {
            return new TenderMark(tools.instance(), name, runId, record.digest());
        }

        private void prepare(RunRecord record) throws IOException {
            RunPaths paths = tools.paths();
            paths.makeDirectory(name);
            record.write(paths.directory(name), tools.files());
            HostFiles files = tools.host().files();
            files.makeFifo(
                    paths.console(name), record.uid().isPresent() ? OURS_AND_THE_TENDERS : OURS_ALONE, record.uid());
            files.makeFifo(paths.taken(name), OURS_ALONE, Optional.empty());
            Files.createSymbolicLink(
                    mark(record).link(paths), tools.images().file(launch.spec().image()));
            tools.consoles()
                    .add(
                            new Consoles.Source(name, runId, paths.console(name), paths.taken(name), record.uid()),
                            launch.rings());
            for (NetDevice net : launch.spec().arguments().netDevices()) {
                String tap = Optional.ofNullable(record.taps().get(net.name())).orElseThrow();
                tools.taps().create(tap, net.hostBridge().decoded(), record.uid());
                createdTaps.add(tap);
            }
        }

        private Processes.Launch wrapper(Path tender, Optional<Processes.Identity> identity, RunRecord record)
                throws IOException {
            Map<Text, Path> blockFiles = new HashMap<>();
            for (BlockDevice block : launch.spec().arguments().blockDevices()) {
                Path file = tools.blocks().file(block.onHost(name.path()));
                if (identity.isPresent()) {
                    tools.blocks().lend(file, identity.get().uid());
                }
                blockFiles.put(block.name(), file);
            }
            TenderCommand command = new TenderCommand(
                    tender,
                    mark(record).link(tools.paths()),
                    name,
                    tools.tenders().fullName(),
                    launch.spec().arguments(),
                    record.taps(),
                    blockFiles);
            return new Processes.Launch(
                    tools.instance(),
                    name.toString(),
                    runId,
                    tools.paths().lock(name),
                    tools.paths().directory(name),
                    identity,
                    launch.spec().arguments().cpuids(),
                    command.words());
        }

        /** Waits until the wrapper's child says that it becomes the tender. */
        private ProcessId awaitTender() throws IOException {
            Path directory = tools.paths().directory(name);
            Optional<ProcessId> process = Await.until(tools.limits().launch(), () -> {
                Optional<ProcessId> written = ProcessFile.read(directory)
                        .filter(file -> file.runId() == runId)
                        .map(ProcessFile::process);
                if (written.isEmpty()
                        && ExitFile.read(directory)
                                .filter(file -> file.runId() == runId)
                                .isPresent()) {
                    throw new IOException("the tender of " + name + " was not started, its console may say why");
                }
                return written;
            });
            return process.orElseThrow(() -> new IOException("the tender of " + name + " did not start within "
                    + tools.limits().launch().toSeconds() + " s"));
        }

        /**
         * Undoes a launch. A wrapper that is late starts nothing without its fifos, so they go first. Taps that
         * were recorded but not made may be another platform's by now.
         */
        private void undo(RunRecord record, Exception cause) {
            tools.consoles().abandon(name, runId);
            try {
                Files.deleteIfExists(tools.paths().taken(name));
                Files.deleteIfExists(tools.paths().console(name));
                if (!tools.locks().isFree(name)) {
                    tools.leftovers().endAll(name);
                }
                tools.taps().remove(createdTaps);
                tools.taps().giveBack(record.taps().values());
                tools.paths().removeDirectory(name);
            } catch (IOException e) {
                LOG.error("Not everything of run {} of {} could be undone: {}", runId, name, DurableFiles.describe(e));
                cause.addSuppressed(e);
            }
        }
    }
}
