package org.albatross.supervisor.internal;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.albatross.api.CommandService;
import org.albatross.core.State;
import org.albatross.host.Host;
import org.albatross.solo5.TenderSearch;
import org.albatross.supervisor.internal.run.ConsoleHub;
import org.albatross.supervisor.internal.run.Machine;
import org.albatross.supervisor.internal.run.RunPaths;
import org.albatross.supervisor.internal.run.TenderChoice;
import org.albatross.supervisor.internal.run.TenderVersions;
import org.albatross.supervisor.internal.run.Timers;
import org.albatross.supervisor.internal.store.ImageIntake;
import org.albatross.supervisor.internal.store.StateLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What of the supervisor exists from its start to its stop: directories, threads, and the parts put together. */
final class Engine {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
    private static final Duration TENDER_ANSWERS = Duration.ofSeconds(5);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(3);

    private final ExecutorService pool;
    private final ExecutorService answers = threads("albatross-answers", 1);
    private final ExecutorService transfers;
    private final Timers timers = new Timers();
    private final InputQueue inputs = new InputQueue();
    private final Requests requests = new Requests(answers);
    private final StateDirectory state;
    private final StateLock runLock;
    private final Lanes lanes;
    private final Machine machine;
    private final Owner owner;
    private final Dispatcher dispatcher;

    /**
     * Takes the directories, takes over what runs, and begins to carry out commands.
     *
     * @throws IOException when another platform holds a directory, or one cannot be used
     */
    static Engine start(SupervisorSettings settings, Host host, Clock clock, ConsoleHub consoles, EventRelays events)
            throws IOException {
        ExecutorService pool = threads("albatross-effects", settings.threads());
        RunPaths paths = new RunPaths(settings.run());
        paths.make();
        StateDirectory state = StateDirectory.open(settings, host, clock, pool);
        try {
            StateLock runLock = StateLock.take(
                    settings.run().resolve("lock"),
                    host.files(),
                    ProcessHandle.current().pid(),
                    clock.instant());
            Engine engine = new Engine(settings, host, clock, consoles, events, pool, paths, state, runLock);
            engine.begin();
            return engine;
        } catch (IOException | RuntimeException e) {
            state.close();
            pool.shutdownNow();
            throw e;
        }
    }

    private Engine(
            SupervisorSettings settings,
            Host host,
            Clock clock,
            ConsoleHub consoles,
            EventRelays events,
            ExecutorService pool,
            RunPaths paths,
            StateDirectory state,
            StateLock runLock) {
        this.pool = pool;
        transfers = threads("albatross-transfers", settings.threads());
        this.state = state;
        this.runLock = runLock;
        lanes = new Lanes(pool);
        TenderSearch search = new TenderSearch(
                settings.state(),
                settings.tenderPath(),
                settings.evaluationTender(),
                new TenderVersions(TENDER_ANSWERS));
        TenderChoice tenders = new TenderChoice(search, settings.fullName());
        machine = new Machine(new Machine.Parts(
                host,
                state.instance(),
                paths,
                settings.runLimits(),
                state.files(),
                state.isolation(),
                state.images(),
                state.blocks(),
                tenders,
                consoles,
                inputs,
                pool,
                timers,
                clock));
        Stager stager = new Stager(
                state.images(),
                new ImageIntake(state.images(), settings.maxImageBytes()),
                tenders,
                host.network(),
                settings.stageWithin());
        FileSender sender = new FileSender(state.images(), requests);
        Performer performer = new Performer(
                new Performer.Tools(
                        requests,
                        events,
                        lanes,
                        pool,
                        timers,
                        state.images(),
                        stager,
                        sender,
                        new BlockWork(state.blocks(), requests, sender, transfers),
                        state.unikernelStore(),
                        state.policyStore(),
                        machine,
                        clock),
                inputs);
        State initial = State.initial(settings.limits(), state.policies(), state.unikernels(), state.devices());
        owner = new Owner(initial, inputs, clock, new Random(), performer);
        MachineFacts facts = new MachineFacts(host, state.blocks());
        dispatcher = new Dispatcher(
                requests, inputs, facts, consoles, timers, pool, settings.version(), settings.isolation());
    }

    private void begin() throws IOException {
        machine.takeOver(state.unikernels(), state.unreadableUnikernels(), lanes::run);
        owner.start();
    }

    /** Returns the door inward. */
    CommandService commands() {
        return dispatcher;
    }

    /** Ends all threads within some seconds. Effects that take longer are interrupted: the next start sees to them. */
    void stop() {
        try {
            timers.stop();
            owner.stop(STOP_LIMIT);
            machine.close();
            pool.shutdown();
            if (!pool.awaitTermination(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                pool.shutdownNow();
                if (!pool.awaitTermination(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                    LOG.warn("Effects are still being performed after {} s", 2 * STOP_LIMIT.toSeconds());
                }
            }
            requests.failAll(Supervisor.STOPPING);
            answers.shutdown();
            answers.awaitTermination(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            pool.shutdownNow();
            transfers.shutdownNow();
            answers.shutdownNow();
            runLock.close();
            state.close();
        }
    }

    private static ExecutorService threads(String name, int number) {
        AtomicInteger last = new AtomicInteger();
        return Executors.newFixedThreadPool(number, task -> {
            Thread thread = new Thread(task, name + "-" + last.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }
}
