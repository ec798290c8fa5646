package org.albatross.core;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.albatross.model.Name;
import org.albatross.model.Policy;
import org.albatross.model.Refusal;
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

    void destroy(Unikernel unikernel, long request) {
        if (unikernel.work() instanceof Work.Destroying destroying) {
            List<Long> requests = new ArrayList<>(destroying.requests());
            requests.add(request);
            state.put(unikernel.withWork(
                    new Work.Destroying(requests, destroying.ticket(), destroying.forgotten(), destroying.ran())));
            return;
        }
        Unikernel overtaken = overtaken(unikernel);
        long ticket = state.ticket();
        boolean ran = unikernel.run() instanceof Run.Starting || unikernel.run().alive();
        state.put(state.store(overtaken, ticket, Optional.empty())
                .withWork(new Work.Destroying(List.of(request), ticket, false, ran)));
    }

    /** Gives up the work under way for a destroy. Should that fail, what is durable then is made to run. */
    private Unikernel overtaken(Unikernel unikernel) {
        Refusal refusal = new Refusal.Overtaken(unikernel.name());
        Work work = unikernel.work();
        boolean starts = false;
        if (work instanceof Work.Staging staging) {
            state.emit(new Effect.Cancel(unikernel.name(), staging.ticket()));
            state.failed(staging.request(), refusal);
        } else if (work instanceof Work.Storing storing) {
            state.failed(storing.request(), refusal);
            starts = true;
        } else if (work instanceof Work.Swapping swapping) {
            state.failed(swapping.request(), refusal);
        } else if (work instanceof Work.TakingBack takingBack) {
            state.failed(
                    takingBack.request(), Refusal.of(List.of(new Refusal.HostRefused(takingBack.reason()), refusal)));
        } else if (work instanceof Work.Stopping stopping) {
            state.failed(stopping.request(), refusal);
        } else if (work instanceof Work.Resuming resuming) {
            state.failed(resuming.request(), refusal);
            starts = true;
        }
        return starts && unikernel.run() instanceof Run.Stopped ? unikernel.withRun(new Run.Idle(), wall) : unikernel;
    }

    void stop(Unikernel unikernel, long request, boolean durable) {
        Desired desired = unikernel.latest().orElseThrow();
        if (!durable || desired.stopped()) {
            advance(unikernel.withWork(new Work.Stopping(request, 0, true)));
            return;
        }
        long ticket = state.ticket();
        state.put(state.store(unikernel, ticket, Optional.of(desired.withStopped(true)))
                .withWork(new Work.Stopping(request, ticket, false)));
    }

    void start(Unikernel unikernel, long request) {
        Desired desired = unikernel.latest().orElseThrow();
        if (desired.stopped()) {
            long ticket = state.ticket();
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
        Work work = unikernel.work();
        boolean atRest = unikernel.run().atRest();
        if (work.leavesRunAlone()) {
            follow(unikernel);
        } else if (work instanceof Work.Swapping swapping && !swapping.launched()) {
            if (atRest) {
                Work launched = new Work.Swapping(swapping.request(), swapping.previous(), true, swapping.done());
                launch(unikernel.withAttempts(0).withWork(launched), false);
            } else {
                terminate(unikernel);
            }
        } else if (work instanceof Work.Destroying destroying && destroying.forgotten()) {
            if (atRest) {
                destroyed(unikernel, destroying);
            } else {
                terminate(unikernel);
            }
        } else if (work instanceof Work.Stopping stopping && stopping.stored()) {
            if (atRest) {
                state.tell(stopping.request(), unikernel.name(), new UnikernelEvent.Stopped());
                state.done(stopping.request(), "stopped");
                state.put(unikernel.withWork(new Work.None()).withRun(new Run.Stopped(), wall));
            } else {
                terminate(unikernel);
            }
        }
    }

    /** Makes a run that no command holds follow what is desired, once that is known to be durable. */
    private void follow(Unikernel unikernel) {
        Run run = unikernel.run();
        Desired desired = unikernel.desired().orElse(null);
        if (!unikernel.writes().isEmpty()) {
            return;
        }
        if (desired == null) {
            if (run instanceof Run.Idle && unikernel.work() instanceof Work.None) {
                state.remove(unikernel.name());
            }
        } else if (run instanceof Run.Ended ended) {
            state.put(exitPolicy.next(unikernel, ended));
        } else if (desired.stopped()) {
            if (!run.atRest()) {
                terminate(unikernel);
            } else if (!(run instanceof Run.Stopped)) {
                state.put(unikernel.withRun(new Run.Stopped(), wall));
            }
        } else if (run instanceof Run.Idle) {
            launch(unikernel, false);
        } else if (run instanceof Run.Running running
                && running.outdated().isEmpty()
                && unikernel.work() instanceof Work.None
                && unikernel.running().filter(desired.spec()::equals).isEmpty()) {
            state.put(lookAhead(unikernel, Optional.empty()));
        }
    }

    /**
     * Begins to verify that what is desired can start, before what runs is ended for it. A command has this done
     * before it changes what is desired.
     *
     * @param former why it could not when it was verified last
     */
    Unikernel lookAhead(Unikernel unikernel, Optional<String> former) {
        long ticket = state.ticket();
        Spec spec = unikernel.desired().orElseThrow().spec();
        state.emit(new Effect.Verify(unikernel.name(), ticket, spec));
        return outdated(unikernel, ticket, former);
    }

    private static Unikernel outdated(Unikernel unikernel, long ticket, Optional<String> reason) {
        Run.Running running = (Run.Running) unikernel.run();
        return unikernel.withRun(running.withOutdated(new Run.Outdated(ticket, reason)), unikernel.since());
    }

    /** Lets what is desired take the place of what runs, since it can start; a command under way comes first. */
    void successorCanStart(Unikernel unikernel) {
        if (unikernel.work() instanceof Work.None && unikernel.writes().isEmpty()) {
            advance(unikernel.withWork(new Work.Swapping(Input.NOBODY, unikernel.desired(), false, CREATED)));
        } else {
            long ticket = state.wake(unikernel.name(), state.limits().retryWaiting());
            state.put(outdated(unikernel, ticket, Optional.empty()));
        }
    }

    /** Keeps what runs, and verifies again after a while; the operator is told once for each reason. */
    void successorCannotStart(Unikernel unikernel, Run.Outdated outdated, String reason) {
        if (outdated.reason().filter(reason::equals).isEmpty()) {
            state.tell(Input.NOBODY, unikernel.name(), new UnikernelEvent.Kept(reason));
            state.emit(new Effect.Alert(
                    unikernel.name(),
                    unikernel.name() + " runs on as it is, since what is desired of it cannot start: " + reason));
        }
        long ticket = state.wake(unikernel.name(), state.limits().retryWaiting());
        state.put(outdated(unikernel, ticket, Optional.of(reason)));
    }

    void launch(Unikernel unikernel, boolean atBoot) {
        Spec spec = unikernel.desired().orElseThrow().spec();
        long runId = unikernel.runId() + 1;
        Optional<String> waitedFor =
                unikernel.run() instanceof Run.Waiting waiting ? Optional.of(waiting.reason()) : Optional.empty();
        state.emit(new Effect.Launch(unikernel.name(), runId, spec, rings(unikernel.name())));
        state.put(unikernel
                .withRunId(runId)
                .withRunning(Optional.of(spec))
                .withRun(new Run.Starting(atBoot, waitedFor), wall));
    }

    private long rings(Name name) {
        if (name.path().isRoot()) {
            return HostFacts.UNLIMITED;
        }
        return Optional.ofNullable(state.policies().get(name.path()))
                .map(Policy::unikernels)
                .orElse(0L);
    }

    /** Lets it wait for the machine; the log is told once for each reason. */
    Unikernel wait(Unikernel unikernel, Optional<String> former, String reason) {
        if (former.filter(reason::equals).isEmpty()) {
            state.tell(Input.NOBODY, unikernel.name(), new UnikernelEvent.Waiting(reason));
        }
        Duration delay = state.limits().retryWaiting();
        long ticket = state.wake(unikernel.name(), delay);
        return unikernel.withRun(new Run.Waiting(ticket, reason, wall.plus(delay)), wall);
    }

    private void terminate(Unikernel unikernel) {
        if (unikernel.run() instanceof Run.Running running) {
            state.emit(new Effect.Terminate(unikernel.name(), unikernel.runId()));
            state.put(unikernel.withRun(new Run.Ending(running.started(), running.since()), wall));
        }
    }

    private void destroyed(Unikernel unikernel, Work.Destroying destroying) {
        destroying.requests().forEach(request -> {
            state.tell(request, unikernel.name(), new UnikernelEvent.Destroyed());
            state.done(request, destroying.ran() ? "destroyed unikernel" : "destroyed: removed from restarting");
        });
        state.remove(unikernel.name());
    }
}
