package org.albatross.core;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.albatross.model.Name;
import org.albatross.model.Policy;
import org.albatross.model.UnikernelEvent;

/**
 * The life of each unikernel. {@link Run} says what the machine does, {@link Work} what a command wants;
 * after every outcome {@link #advance} looks at both and hands out the next effect, if it is time for one.
 * Every change of the desired state is durable before it is acted upon.
 */
final class Lifecycle {
    /** The answer to every command that makes a unikernel run. */
    static final String CREATED = "created unikernel";

    /** The answer to a start. */
    static final String STARTED = "started";

    private final WorkingState state;
    private final ExitPolicy exitPolicy;
    private final Instant wall;

    Lifecycle(WorkingState state, ExitPolicy exitPolicy) {
        this.state = state;
        this.exitPolicy = exitPolicy;
        wall = state.now().wall();
    }

    void destroy(Unikernel unikernel, RequestId request) {
        if (unikernel.work() instanceof Work.Destroying destroying) {
            List<RequestId> requests = new ArrayList<>(destroying.requests());
            requests.add(request);
            state.put(unikernel.withWork(new Work.Destroying(requests, destroying.store(), destroying.ran())));
            return;
        }
        boolean starts = unikernel.work().accept(new Overtaken(state, unikernel));
        Unikernel overtaken =
                starts && unikernel.run() instanceof Run.Stopped ? unikernel.withRun(new Run.Idle(), wall) : unikernel;
        Ticket ticket = state.ticket();
        boolean ran = unikernel.run() instanceof Run.Starting || unikernel.run().alive();
        state.put(state.store(overtaken, ticket, Optional.empty())
                .withWork(new Work.Destroying(List.of(request), Optional.of(ticket), ran)));
    }

    void stop(Unikernel unikernel, RequestId request) {
        Desired desired = unikernel.latest().orElseThrow();
        if (desired.stopped()) {
            end(unikernel, request);
            return;
        }
        Ticket ticket = state.ticket();
        state.put(state.store(unikernel, ticket, Optional.of(desired.withStopped(true)))
                .withWork(new Work.Stopping(request, Optional.of(ticket))));
    }

    /** Has a unikernel wait until a shutdown ends it; one that does not run is done at once. */
    void shutDown(Unikernel unikernel, RequestId request) {
        Ticket ticket = unikernel.run().atRest()
                ? state.ticket()
                : state.wake(unikernel.name(), state.limits().shutdownWithin());
        advance(unikernel.withWork(new Work.AwaitingTurn(request, ticket)));
    }

    /** Ends what runs, whatever is desired. */
    void end(Unikernel unikernel, RequestId request) {
        advance(unikernel.withWork(new Work.Stopping(request)));
    }

    /** Says that a stop or a shutdown has come to its end. */
    void stopped(Unikernel unikernel, RequestId request) {
        state.tell(request, unikernel.name(), new UnikernelEvent.Stopped());
        state.done(request, "stopped");
        putStopped(unikernel.withWork(new Work.None()));
    }

    void start(Unikernel unikernel, RequestId request) {
        Desired desired = unikernel.latest().orElseThrow();
        if (desired.stopped()) {
            Ticket ticket = state.ticket();
            state.put(state.store(unikernel, ticket, Optional.of(desired.withStopped(false)))
                    .withWork(new Work.Resuming(request, ticket)));
        } else if (unikernel.run() instanceof Run.Running) {
            state.done(request, STARTED);
        } else {
            boolean launched = unikernel.run() instanceof Run.Starting;
            advance(unikernel.withWork(new Work.Swapping(request, unikernel.desired(), launched, STARTED)));
        }
    }

    /** Puts the unikernel, and does what comes next if its run is where that can be done. */
    void advance(Unikernel unikernel) {
        state.put(unikernel);
        NextEffect.of(state, this, exitPolicy, unikernel).run();
    }

    void putStopped(Unikernel unikernel) {
        state.put(unikernel.withRun(new Run.Stopped(), wall));
    }

    /** Puts one that runs something else than what is desired, and begins to verify that the latter can start. */
    void lookAhead(Unikernel unikernel, Run.Running run) {
        state.put(lookAhead(unikernel, run, Optional.empty()));
    }

    /**
     * Begins to verify that what is desired can start, before what runs is ended for it. A command has this done
     * before it changes what is desired.
     *
     * @param former why it could not when it was verified last
     */
    Unikernel lookAhead(Unikernel unikernel, Run.Running run, Optional<String> former) {
        Ticket ticket = state.ticket();
        Spec spec = unikernel.desired().orElseThrow().spec();
        state.emit(new Effect.Verify(unikernel.name(), ticket, spec));
        return outdated(unikernel, run, ticket, former);
    }

    private static Unikernel outdated(Unikernel unikernel, Run.Running run, Ticket ticket, Optional<String> reason) {
        return unikernel.withRun(run.withOutdated(new Run.Outdated(ticket, reason)), unikernel.since());
    }

    /** Lets what is desired take the place of what runs, since it can start; a command under way comes first. */
    void successorCanStart(Unikernel unikernel, Run.Running run) {
        if (unikernel.work() instanceof Work.None && unikernel.writes().isEmpty()) {
            advance(unikernel.withWork(new Work.Swapping(RequestId.PLATFORM, unikernel.desired(), false, CREATED)));
        } else {
            Ticket ticket = state.wake(unikernel.name(), state.limits().retryWaiting());
            state.put(outdated(unikernel, run, ticket, Optional.empty()));
        }
    }

    /** Keeps what runs, and verifies again after a while; the operator is told once for each reason. */
    void successorCannotStart(Unikernel unikernel, Run.Running run, String reason) {
        if (run.outdated().flatMap(Run.Outdated::reason).filter(reason::equals).isEmpty()) {
            state.tell(RequestId.PLATFORM, unikernel.name(), new UnikernelEvent.Kept(reason));
            state.emit(new Effect.Alert(unikernel.name(), reason));
        }
        Ticket ticket = state.wake(unikernel.name(), state.limits().retryWaiting());
        state.put(outdated(unikernel, run, ticket, Optional.of(reason)));
    }

    void launch(Unikernel unikernel, boolean atBoot) {
        Spec spec = unikernel.desired().orElseThrow().spec();
        RunId runId = unikernel.runId().next();
        Optional<String> waitedFor =
                unikernel.run() instanceof Run.Waiting waiting ? Optional.of(waiting.reason()) : Optional.empty();
        boolean commanded = unikernel.work() instanceof Work.Swapping;
        History history = new History(commanded ? 0 : unikernel.restarts(), unikernel.lastExit());
        state.emit(new Effect.Launch(unikernel.name(), runId, spec, rings(unikernel.name()), history));
        state.put(unikernel
                .withRunId(runId)
                .withRunning(Optional.of(spec))
                .withRun(new Run.Starting(atBoot, waitedFor), wall));
    }

    private long rings(Name name) {
        if (name.path().isRoot()) {
            return Policy.ANY_NUMBER;
        }
        return Optional.ofNullable(state.policies().get(name.path()))
                .map(Policy::unikernels)
                .orElse(0L);
    }

    /** Lets it wait for the machine; the log is told once for each reason. */
    Unikernel wait(Unikernel unikernel, Optional<String> former, String reason) {
        if (former.filter(reason::equals).isEmpty()) {
            state.tell(RequestId.PLATFORM, unikernel.name(), new UnikernelEvent.Waiting(reason));
        }
        Duration delay = state.limits().retryWaiting();
        Ticket ticket = state.wake(unikernel.name(), delay);
        return unikernel.withRun(new Run.Waiting(ticket, reason, wall.plus(delay)), wall);
    }

    /** Asks what runs to end; what is not there yet, or ends already, is left alone. */
    void terminate(Unikernel unikernel) {
        if (unikernel.run() instanceof Run.Running running) {
            state.emit(new Effect.Terminate(unikernel.name(), unikernel.runId()));
            state.put(unikernel.withRun(new Run.Ending(running.started(), running.since()), wall));
        }
    }

    void destroyed(Unikernel unikernel, Work.Destroying destroying) {
        destroying.requests().forEach(request -> {
            state.tell(request, unikernel.name(), new UnikernelEvent.Destroyed());
            state.done(request, destroying.ran() ? "destroyed unikernel" : "destroyed: removed from restarting");
        });
        state.remove(unikernel.name());
    }
}
