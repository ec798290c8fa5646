package org.albatross.supervisor.internal.run;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.albatross.core.Desired;
import org.albatross.core.Effect;
import org.albatross.core.Input;
import org.albatross.core.Input.Found;
import org.albatross.core.RunId;
import org.albatross.disk.DurableFiles;
import org.albatross.host.HostFiles;
import org.albatross.host.Processes;
import org.albatross.model.Name;
import org.albatross.model.Text;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything that is done with runs, put together: take-over, launching, ending, cleaning up. */
public final class RunControl {
    private static final Logger LOG = LoggerFactory.getLogger(RunControl.class);
    private static final Duration ASSESS_AGAIN = Duration.ofSeconds(5);

    /** Runs tasks about one unikernel in order. */
    @FunctionalInterface
    public interface InOrder {
        /** Runs a task behind those of the same unikernel. */
        void run(Name name, Runnable task);
    }

    private final RunScheduler scheduler;
    private final LiveRuns live;
    private final RunCleanup cleanup;
    private final TenderLauncher launcher;
    private final RunFilesWatch filesWatch;
    private final TakeOver.Tools takeOver;

    /** Puts it together. */
    public RunControl(
            RunContext context,
            Isolation isolation,
            Taps taps,
            ConsoleHub consoles,
            TenderCommands tenders,
            RunScheduler scheduler,
            Clock clock) {
        this.scheduler = scheduler;
        Processes processes = context.host().processes();
        ProcessScanner scanner =
                new ProcessScanner(processes, context.hypervisors(), context.instance(), isolation::gives);
        LeftoverProcesses leftovers =
                new LeftoverProcesses(processes, scanner, context.limits().lockWait());
        UserProcesses users = new UserProcesses(processes, context.instance(), isolation, leftovers);
        live = new LiveRuns(context, leftovers, scheduler);
        cleanup = new RunCleanup(context, live, consoles, taps, leftovers, users);
        launcher = new TenderLauncher(
                context,
                isolation,
                tenders,
                new RunResources(context, consoles, taps, leftovers),
                new FormerRuns(context, cleanup, leftovers, users),
                live,
                clock);
        RunFiles runFiles = new RunFiles(context);
        filesWatch = new RunFilesWatch(live, scanner, runFiles, scheduler);
        takeOver = new TakeOver.Tools(
                context, scanner, leftovers, cleanup, live, new RunAdoption(context, consoles, taps, runFiles, live));
    }

    /**
     * Finds out what runs, and tells it as the first input of all; what nobody desires is ended.
     *
     * @param leftAlone names of which it is not known what is desired
     */
    public void takeOver(SortedMap<Name, Desired> desired, Set<Name> leftAlone, InOrder inOrder) throws IOException {
        takeOver.context().paths().make();
        TakeOver taking = new TakeOver(takeOver);
        taking.blindness().ifPresent(reason -> LOG.error("No unikernel is started as long as {}", reason));
        TakeOver.Result result = taking.assess(desired);
        removeUnusedLocks(taking, desired.keySet(), leftAlone);
        for (Name name : taking.undesired(desired.keySet())) {
            if (leftAlone.contains(name)) {
                LOG.error("{} is left as it is, since what is desired of it cannot be read", name);
            } else {
                inOrder.run(name, () -> endUndesired(taking, name));
            }
        }
        tell(result.found(), result.adopted());
        SortedMap<Name, Desired> unclear = new TreeMap<>();
        for (Found found : result.found()) {
            if (found instanceof Found.Unclear reason) {
                LOG.error(
                        "It cannot be known whether {} runs, so it is not started: {}", found.name(), reason.reason());
                unclear.put(found.name(), valueOf(desired, found.name()));
            }
        }
        assessAgainLater(unclear);
        filesWatch.start(inOrder);
    }

    private static void removeUnusedLocks(TakeOver taking, Set<Name> desired, Set<Name> leftAlone) {
        Set<Name> known = new HashSet<>(desired);
        known.addAll(leftAlone);
        try {
            int removed = taking.removeUnusedLocks(known);
            if (removed > 0) {
                LOG.info("{} lock files of names that nothing uses were removed", removed);
            }
        } catch (IOException e) {
            LOG.warn("Lock files that nothing uses stay: {}", DurableFiles.describe(e));
        }
    }

    private static Desired valueOf(SortedMap<Name, Desired> desired, Name name) {
        return Optional.ofNullable(desired.get(name)).orElseThrow();
    }

    private static void endUndesired(TakeOver taking, Name name) {
        try {
            taking.endUndesired(name);
        } catch (IOException e) {
            LOG.error("Nobody desires {}, and what it has left cannot be removed: {}", name, DurableFiles.describe(e));
        }
    }

    /** What lives is known before it is told, so that it can be asked to end; its own end is told after. */
    private void tell(List<Found> found, List<TakeOver.Adopted> adopted) {
        adopted.forEach(run -> live.add(run.name(), run.record(), run.process()));
        scheduler.tell(new Input.TakenOver(found));
        adopted.forEach(run -> live.watch(run.name(), run.record().runId()));
    }

    private void assessAgainLater(SortedMap<Name, Desired> unclear) {
        if (!unclear.isEmpty()) {
            scheduler.runAfter(ASSESS_AGAIN, () -> assessAgain(unclear));
        }
    }

    private void assessAgain(SortedMap<Name, Desired> unclear) {
        SortedMap<Name, Desired> stillUnclear = new TreeMap<>(unclear);
        try {
            TakeOver.Result result = new TakeOver(takeOver).assess(unclear);
            List<Found> clear = result.found().stream()
                    .filter(found -> !(found instanceof Found.Unclear))
                    .toList();
            clear.forEach(found -> stillUnclear.remove(found.name()));
            tell(clear, result.adopted());
        } catch (IOException e) {
            LOG.warn("What runs cannot be known yet: {}", DurableFiles.describe(e));
        }
        assessAgainLater(stillUnclear);
    }

    /** Launches a run; its outcome comes as an input, and later its end. */
    public void launch(Effect.Launch launch) {
        launcher.launch(launch, scheduler);
    }

    /** Asks a run to end; its end comes as an input. */
    public void terminate(Name name, RunId runId) {
        live.terminate(name, runId.number());
    }

    /**
     * Removes what a run that has ended had on the machine, and returns the last line that it printed.
     *
     * @param desired whether the unikernel is still desired: how it ended stays recorded then
     */
    public Optional<Text> clean(Name name, RunId runId, boolean desired) {
        try {
            return cleanup.clean(name, runId.number(), desired);
        } catch (IOException e) {
            LOG.warn("What is left of run {} of {} stays for the next start: {}", runId, name, e.getMessage());
            return Optional.empty();
        }
    }

    /** What is done while a unikernel stands still. */
    @FunctionalInterface
    public interface StandingStill<T> {
        /** Does it. */
        T get() throws IOException;
    }

    /**
     * Does something while a unikernel stands still: its tender is stopped, or, where it has none, cannot be launched. It
     * goes on afterwards, whatever comes; should this platform die, the next one lets it.
     *
     * @throws IOException when it could not be held, was asked to end or has ended meanwhile, or what was done failed
     */
    public <T extends AutoCloseable> T whileStandingStill(Name name, StandingStill<T> action) throws IOException {
        Optional<LiveRuns.Hold> held = live.hold(name);
        if (held.isPresent()) {
            LiveRuns.Hold hold = held.get();
            T result;
            boolean undisturbed;
            try (hold) {
                result = action.get();
                undisturbed = hold.isUndisturbed();
            }
            return undisturbed ? result : givenUp(name, result);
        }
        HostFiles.Lock lock = lock(name);
        try (lock) {
            return action.get();
        }
    }

    private HostFiles.Lock lock(Name name) throws IOException {
        return takeOver.context()
                .locks()
                .take(name, Duration.ZERO)
                .orElseThrow(() -> new IOException(name + " is being started or ended"));
    }

    private static <T extends AutoCloseable> T givenUp(Name name, T result) throws IOException {
        IOException ended = new IOException(name + " has ended meanwhile");
        try {
            result.close();
        } catch (Exception e) {
            ended.addSuppressed(e);
        }
        throw ended;
    }

    /** Removes how a unikernel ended that is desired no longer; a run that is not cleaned up yet is left alone. */
    public void forget(Name name) {
        if (live.isKnown(name)) {
            return;
        }
        try {
            cleanup.removeRemains(name, Optional.empty());
        } catch (IOException e) {
            LOG.error("The records of {} could not be removed: {}", name, DurableFiles.describe(e));
        }
    }

    /** Ends all watches; what runs runs on. */
    public void close() {
        live.close();
    }
}
