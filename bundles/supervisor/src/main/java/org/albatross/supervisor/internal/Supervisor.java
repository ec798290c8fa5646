package org.albatross.supervisor.internal;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.albatross.api.Cancellable;
import org.albatross.api.EventSink;
import org.albatross.api.Request;
import org.albatross.api.Sink;
import org.albatross.api.Unikernels;
import org.albatross.disk.Disk;
import org.albatross.host.Host;
import org.albatross.model.Refusal;
import org.albatross.supervisor.internal.run.ConsoleHub;
import org.albatross.supervisor.internal.run.Hypervisors;
import org.albatross.supervisor.internal.run.RunControl;
import org.albatross.threads.Relays;

/**
 * The supervisor of one state directory. Commands may come at any time; before {@link #start} and after
 * {@link #stop} they are refused. Console services, hypervisors, event sinks and observers come and go as they like.
 */
public final class Supervisor implements Unikernels {
    static final Refusal STOPPING = new Refusal.Unavailable("the supervisor is stopping, try again");

    private final SupervisorSettings settings;
    private final Host host;
    private final Clock clock;
    private final ConsoleHub consoles;
    private final Hypervisors hypervisors;
    private final Relays<EventSink> events;
    private final RunRelays runs;
    private final Disk.Faults faults;
    private volatile Optional<Engine> engine = Optional.empty();

    /** On a machine, with what an operator has set. */
    public Supervisor(SupervisorSettings settings, Host host, Clock clock) {
        this(settings, host, clock, Disk.Faults.NONE);
    }

    /** As above; {@code faults} befall each step of a change of the state directory. */
    Supervisor(SupervisorSettings settings, Host host, Clock clock, Disk.Faults faults) {
        this.faults = faults;
        this.settings = settings;
        this.host = host;
        this.clock = clock;
        this.consoles = new ConsoleHub(settings.runs().consoleWithin());
        this.hypervisors = new Hypervisors(settings.identities().isolation());
        this.events = new Relays<>(
                "albatross-events", "events", settings.work().eventQueue(), EventSink::keepsEvents, EventSink::lost);
        this.runs = new RunRelays(settings.work().eventQueue());
    }

    /** Returns where console services are bound. */
    public ConsoleHub consoles() {
        return consoles;
    }

    /** Returns where hypervisors are bound. */
    public Hypervisors hypervisors() {
        return hypervisors;
    }

    /** Returns where event sinks are bound. */
    public Relays<EventSink> events() {
        return events;
    }

    /** Returns where observers of runs are bound. */
    public RunRelays runs() {
        return runs;
    }

    /** Returns what controls the runs of a supervisor that was started. */
    RunControl runControl() {
        return engine.orElseThrow().runControl();
    }

    @Override
    public Cancellable execute(Request request, Sink sink) {
        Optional<Engine> present = engine;
        if (present.isEmpty()) {
            request.unused().run();
            sink.fail(STOPPING);
            return Cancellable.NOTHING;
        }
        return present.get().execute(request, sink);
    }

    @Override
    public List<String> features() {
        return List.of("isolation=" + settings.identities().isolation());
    }

    /**
     * Takes the state directory, takes over what runs, and begins to carry out commands.
     *
     * @throws IOException when another platform holds a directory, or one cannot be used
     */
    public void start() throws IOException {
        engine = Optional.of(Engine.start(settings, host, hypervisors, clock, consoles, events, runs, faults));
    }

    /** Ends all threads within some seconds; every unikernel runs on. */
    public void stop() {
        Optional<Engine> present = engine;
        engine = Optional.empty();
        present.ifPresent(Engine::stop);
        events.stop();
        runs.stop();
    }
}
