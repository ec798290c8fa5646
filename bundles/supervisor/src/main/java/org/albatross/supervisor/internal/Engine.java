package org.albatross.supervisor.internal;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.albatross.api.Cancellable;
import org.albatross.api.EventSink;
import org.albatross.api.Hypervisor;
import org.albatross.api.Request;
import org.albatross.api.Sink;
import org.albatross.core.Bounds;
import org.albatross.core.Queries;
import org.albatross.core.State;
import org.albatross.disk.Disk;
import org.albatross.host.Host;
import org.albatross.model.Caller;
import org.albatross.model.Name;
import org.albatross.model.PlatformEvent;
import org.albatross.model.Text;
import org.albatross.solo5.Abi;
import org.albatross.solo5.Tender;
import org.albatross.solo5.TenderChoice;
import org.albatross.solo5.TenderSearch;
import org.albatross.solo5.TenderVersions;
import org.albatross.store.FinishedFile;
import org.albatross.store.ImageIntake;
import org.albatross.store.RunPaths;
import org.albatross.store.StateLock;
import org.albatross.store.TransferNotes;
import org.albatross.supervisor.internal.check.ServiceChecker;
import org.albatross.supervisor.internal.run.BridgeAddresses;
import org.albatross.supervisor.internal.run.ConsoleHub;
import org.albatross.supervisor.internal.run.Hypervisors;
import org.albatross.supervisor.internal.run.RunContext;
import org.albatross.supervisor.internal.run.RunControl;
import org.albatross.supervisor.internal.run.RunScheduler;
import org.albatross.supervisor.internal.run.Taps;
import org.albatross.supervisor.internal.run.TenderCommands;
import org.albatross.supervisor.internal.run.Timers;
import org.albatross.threads.Relays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What of the supervisor exists from its start to its stop: directories, threads, and the parts put together. */
final class Engine {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
    private static final Duration TENDER_ANSWERS = Duration.ofSeconds(5);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(3);

    private final WorkerPool pool;
    private final WorkerPool answers = new WorkerPool("albatross-answers", 1);
    private final Timers timers = new Timers();
    private final InputQueue inputs = new InputQueue();
    private final ServiceChecker checks = new ServiceChecker(inputs);
    private final Requests requests = new Requests(answers);
    private final PeerExecutors peers;
    private final StateDirectory state;
    private final StateLock runLock;
    private final EventPublisher events;
    private final OrderedEffects ordered;
    private final RunControl runControl;
    private final CoreThread core;
    private final CommandQueue commands;

    /**
     * Takes the directories, takes over what runs, and begins to carry out commands.
     *
     * @throws IOException when another platform holds a directory, or one cannot be used
     */
    static Engine start(
            SupervisorSettings settings,
            Host host,
            Hypervisors hypervisors,
            Clock clock,
            ConsoleHub consoles,
            Relays<EventSink> events,
            RunRelays runs,
            Disk.Faults faults)
            throws IOException {
        WorkerPool pool = new WorkerPool("albatross-effects", settings.work().threads());
        RunPaths paths = new RunPaths(settings.directories().run());
        paths.make();
        StateDirectory state = StateDirectory.open(settings, host, clock, pool, faults);
        StateLock runLock;
        try {
            runLock = StateLock.take(
                    settings.directories().run().resolve("lock"),
                    host.files(),
                    ProcessHandle.current().pid(),
                    clock.instant());
        } catch (IOException e) {
            state.close();
            throw e;
        }
        Engine engine =
                new Engine(settings, host, hypervisors, clock, consoles, events, runs, pool, paths, state, runLock);
        try {
            engine.begin(settings);
            return engine;
        } catch (IOException | RuntimeException e) {
            engine.stop();
            throw e;
        }
    }

    private Engine(
            SupervisorSettings settings,
            Host host,
            Hypervisors hypervisors,
            Clock clock,
            ConsoleHub consoles,
            Relays<EventSink> events,
            RunRelays runs,
            WorkerPool pool,
            RunPaths paths,
            StateDirectory state,
            StateLock runLock) {
        this.pool = pool;
        peers = new PeerExecutors(
                requests,
                settings.work().transfers(),
                settings.work().transfersOfCaller(),
                settings.work().threads(),
                Runtime.getRuntime().availableProcessors());
        this.state = state;
        this.runLock = runLock;
        ordered = new OrderedEffects(pool, inputs);
        this.events = new EventPublisher(events, clock);
        TenderSearch search = new TenderSearch(
                settings.directories().state().directory(),
                settings.tenders().path(),
                settings.tenders().evaluation(),
                new TenderVersions(TENDER_ANSWERS));
        TenderChoice tenders = new TenderChoice(search, settings.tenders().fullName(), Engine::warnOfEvaluation);
        RunContext context = new RunContext(
                host,
                hypervisors,
                state.instance(),
                paths,
                state.files(),
                settings.runs().limits());
        BridgeAddresses bridges = new BridgeAddresses(
                host.network(),
                settings.runs().keepBridgeAddresses(),
                (bridge, address) -> this.events.tell(
                        new Caller.Platform(), Name.ROOT, new PlatformEvent.BridgeAddressKept(bridge, address)));
        runControl = new RunControl(
                context,
                state.isolation(),
                new Taps(host.network(), bridges, host.facts(), state.instance()),
                consoles,
                new TenderCommands(context, state.images(), state.blocks(), tenders),
                new RunScheduler(inputs, pool, timers),
                clock);
        ImageVerifier verifier = new ImageVerifier(
                state.images(),
                new ImageIntake(state.images(), settings.images().maxBytes(), new WriteBackComponent(host)::begin),
                tenders,
                state.blocks(),
                host,
                hypervisors,
                settings.images().stageWithin());
        FileSender sender = new FileSender(state.images(), requests, peers);
        FinishedFile finished = new FinishedFile(settings.directories().state().finished(), state.files(), pool);
        StoreEffects stores =
                new StoreEffects(ordered, state.unikernelStore(), state.policyStore(), finished, runControl);
        EffectPerformer performer = new EffectPerformer(
                requests,
                new ImageEffects(ordered, peers, pool, state.images(), verifier, sender),
                new BlockPerformer(
                        state.blocks(),
                        requests,
                        sender,
                        peers,
                        new DeviceCopies(state.blocks(), host.files(), runControl, requests),
                        pool),
                stores,
                new RunEffects(ordered, runControl, stores),
                runs,
                this.events,
                timers,
                checks,
                inputs);
        State initial = State.initial(settings.limits(), state.policies(), state.unikernels(), state.devices())
                .remembering(finished.load());
        Bounds.exceeded(initial).forEach(reason -> LOG.warn("More is kept than is allowed: {}", reason));
        core = new CoreThread(initial, inputs, clock, new Random(), performer);
        MachineFacts facts = new MachineFacts(host, state.blocks(), settings.root());
        Queries.Machines machines = (type, name, run) -> hypervisors
                .machine(type, new Hypervisor.Run(state.instance(), name, run.number()))
                .map(Text::of);
        commands = new CommandQueue(requests, inputs, core::state, machines, clock, facts, timers, peers);
    }

    private void begin(SupervisorSettings settings) throws IOException {
        runControl.takeOver(state.unikernels(), state.unreadableUnikernels(), ordered::run);
        core.start();
        checks.start();
        new LockWatch(List.of(state.lock(), runLock), pool, timers).start();
        new TransferNotes(settings.directories().state(), state.files()).tell(events::tell);
    }

    RunControl runControl() {
        return runControl;
    }

    /** See {@link org.albatross.api.Unikernels#execute}. */
    Cancellable execute(Request request, Sink sink) {
        return commands.execute(request, sink);
    }

    /** Ends all threads within some seconds. Effects that take longer are interrupted: the next start sees to them. */
    void stop() {
        try {
            timers.stop();
            core.stop(STOP_LIMIT);
            checks.stop();
            runControl.close();
            peers.stopNow();
            pool.stop(STOP_LIMIT);
            answers.stop(STOP_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            requests.failAll(Supervisor.STOPPING);
            pool.stopNow();
            answers.stopNow();
            runLock.close();
            state.close();
        }
    }

    private static void warnOfEvaluation(Abi abi, Tender tender) {
        LOG.warn("No real tender for {} was found: {} is used, which is for evaluation", abi, tender.program());
    }
}
