package org.albatross.supervisor.internal.run;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.albatross.core.Effect;
import org.albatross.core.Input;
import org.albatross.core.Spec;
import org.albatross.disk.DurableFiles;
import org.albatross.host.Await;
import org.albatross.host.ExitFile;
import org.albatross.host.HostFiles;
import org.albatross.host.ProcessFile;
import org.albatross.host.ProcessId;
import org.albatross.host.Processes;
import org.albatross.host.WrapperLine;
import org.albatross.model.Name;
import org.albatross.solo5.NoTenderException;
import org.albatross.store.RunRecord;
import org.albatross.store.text.DesiredText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prepares and starts a run. Each step stands in the record before it is taken; a step that fails undoes what was done
 * before. For any thread, but runs of one unikernel have to take turns.
 */
final class TenderLauncher {
    private static final Logger LOG = LoggerFactory.getLogger(TenderLauncher.class);

    private final RunContext context;
    private final Isolation isolation;
    private final TenderCommands tenders;
    private final RunResources resources;
    private final FormerRuns former;
    private final LiveRuns live;
    private final Clock clock;

    TenderLauncher(
            RunContext context,
            Isolation isolation,
            TenderCommands tenders,
            RunResources resources,
            FormerRuns former,
            LiveRuns live,
            Clock clock) {
        this.context = context;
        this.isolation = isolation;
        this.tenders = tenders;
        this.resources = resources;
        this.former = former;
        this.live = live;
        this.clock = clock;
    }

    private record Started(RunRecord record, ProcessId process) {}

    /** Launches a run, tells its outcome, and watches its tender from then on. */
    void launch(Effect.Launch launch, RunScheduler scheduler) {
        Name name = launch.name();
        Started started;
        try {
            started = start(launch);
        } catch (IOException | NoTenderException e) {
            scheduler.tell(new Input.NotStarted(name, launch.runId(), reason(e)));
            return;
        } catch (RuntimeException e) {
            LOG.error("Run {} of {} was not launched by a defect of the platform", launch.runId(), name, e);
            scheduler.tell(new Input.NotStarted(name, launch.runId(), "internal error: " + e));
            return;
        }
        live.add(name, started.record(), started.process());
        scheduler.tell(new Input.Started(started.record().running(name, started.process(), launch.spec(), true)));
        live.watch(name, started.record().runId());
    }

    private static String reason(Exception e) {
        return e instanceof IOException io ? DurableFiles.describe(io) : String.valueOf(e.getMessage());
    }

    private Started start(Effect.Launch launch) throws IOException, NoTenderException {
        Name name = launch.name();
        Spec spec = launch.spec();
        context.host().processes().requireVisible();
        context.paths().make();
        former.clear(name, launch.runId().number());
        TenderCommands.Program program = tenders.programFor(name, spec);
        Optional<Processes.Identity> identity = isolation.identityOf(name, spec);
        former.endProcessesOf(identity);
        RunRecord record = record(launch, identity);
        RunResources.Prepared prepared = resources.new Prepared(name, record);
        try {
            prepared.make(
                    tenders.mark(name, record).link(context.paths()),
                    tenders.imageOf(spec),
                    spec.arguments().netDevices(),
                    launch.rings());
            try (HostFiles.Changes changes =
                    context.host().files().changes(context.paths().directory(name))) {
                boolean locked =
                        context.host().processes().launch(tenders.wrapper(name, spec, record, program, identity));
                return new Started(record, awaitTender(name, record.runId(), locked, changes));
            }
        } catch (IOException | RuntimeException e) {
            prepared.undo(e);
            throw e;
        }
    }

    private RunRecord record(Effect.Launch launch, Optional<Processes.Identity> identity) throws IOException {
        return new RunRecord(
                context.instance(),
                context.host().facts().bootId(),
                launch.runId().number(),
                DesiredText.digest(launch.spec()),
                clock.instant(),
                launch.rings(),
                identity.map(Processes.Identity::uid),
                resources.reserveTaps(launch.spec().arguments().netDevices()),
                false,
                launch.history());
    }

    /** Waits until the wrapper's child says that it becomes the tender. */
    private ProcessId awaitTender(Name name, long runId, boolean locked, HostFiles.Changes changes) throws IOException {
        Path directory = context.paths().directory(name);
        Optional<ProcessId> process = Await.until(context.limits().launch(), changes, () -> {
            // In this order: all of it may begin and end between two looks.
            boolean gone = locked && isFree(name);
            boolean ended = ExitFile.read(directory)
                    .filter(file -> file.runId() == runId)
                    .isPresent();
            Optional<ProcessId> written = ProcessFile.read(directory)
                    .filter(file -> file.runId() == runId)
                    .map(ProcessFile::process);
            if (written.isEmpty() && ended) {
                throw new IOException("the tender of " + name + " was not started, its console may say why");
            }
            if (written.isEmpty() && gone) {
                throw new IOException("the tender of " + name + " was not started: " + WrapperLine.PROGRAM
                        + " ended before it had begun");
            }
            return written;
        });
        return process.orElseThrow(() -> new IOException("the tender of " + name + " did not start within "
                + context.limits().launch().toSeconds() + " s"));
    }

    private boolean isFree(Name name) throws IOException {
        Optional<HostFiles.Lock> taken = context.locks().take(name, Duration.ZERO);
        taken.ifPresent(HostFiles.Lock::close);
        return taken.isPresent();
    }
}
