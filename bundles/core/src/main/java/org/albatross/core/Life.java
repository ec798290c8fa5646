package org.albatross.core;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.albatross.model.Name;
import org.albatross.model.Policy;

/**
 * The life of each unikernel. {@link Run} says what the machine does, {@link Work} what a command wants;
 * after every outcome {@link #advance} looks at both and hands out the next effect, if it is time for one.
 * Every change of the desired state is durable before it is acted upon.
 */
final class Life {
    /** The answer to every command that makes a unikernel run. */
    static final String CREATED = "created unikernel";

    /** The answer to a start. */
    static final String STARTED = "started";

    private final Step step;
    private final Instant wall;

    Life(Step step) {
        this.step = step;
        wall = step.now().wall();
    }

    void destroy(Unikernel unikernel, long request) {
        Name name = unikernel.name();
        if (unikernel.work() instanceof Work.Destroying destroying) {
            List<Long> requests = new ArrayList<>(destroying.requests());
            requests.add(request);
            step.put(unikernel.withWork(
                    new Work.Destroying(requests, destroying.ticket(), destroying.forgotten(), destroying.ran())));
            return;
        }
        Optional<Desired> desired = overtake(unikernel);
        long ticket = step.store(name, Optional.empty());
        boolean ran = !unikernel.run().atRest();
        step.put(unikernel.withDesired(desired).withWork(new Work.Destroying(List.of(request), ticket, false, ran)));
    }

    /** Gives up the work under way, and returns what may be durable then. */
    private Optional<Desired> overtake(Unikernel unikernel) {
        String refusal = unikernel.name() + " is being destroyed";
        Work work = unikernel.work();
        if (work instanceof Work.Staging staging) {
            step.emit(new Effect.Cancel(unikernel.name(), staging.ticket()));
            step.failed(staging.request(), refusal);
        } else if (work instanceof Work.Storing storing) {
            step.failed(storing.request(), refusal);
            return Optional.of(storing.next());
        } else if (work instanceof Work.Swapping swapping) {
            step.failed(swapping.request(), refusal);
        } else if (work instanceof Work.TakingBack takingBack) {
            step.failed(takingBack.request(), takingBack.reason());
        } else if (work instanceof Work.Stopping stopping) {
            step.failed(stopping.request(), refusal);
        } else if (work instanceof Work.Resuming resuming) {
            step.failed(resuming.request(), refusal);
        }
        return unikernel.desired();
    }

    void stop(Unikernel unikernel, long request, boolean durable) {
        Desired desired = unikernel.desired().orElseThrow();
        boolean stored = !durable || desired.stopped();
        long ticket = stored ? 0 : step.store(unikernel.name(), Optional.of(desired.withStopped(true)));
        advance(unikernel.withWork(new Work.Stopping(request, ticket, stored)));
    }

    void start(Unikernel unikernel, long request) {
        Desired desired = unikernel.desired().orElseThrow();
        if (desired.stopped()) {
            long ticket = step.store(unikernel.name(), Optional.of(desired.withStopped(false)));
            step.put(unikernel.withWork(new Work.Resuming(request, ticket)));
        } else if (unikernel.run().atRest()) {
            advance(unikernel.withWork(new Work.Swapping(request, Optional.of(desired), false, STARTED)));
        } else {
            step.done(request, STARTED);
        }
    }

    void gone(long request) {
        for (Unikernel unikernel : List.copyOf(step.unikernels().values())) {
            if (unikernel.work() instanceof Work.Staging staging && staging.request() == request) {
                step.emit(new Effect.Cancel(unikernel.name(), staging.ticket()));
                step.tell(request, unikernel.name(), "cancelled", "reason", "its caller has gone");
                advance(unikernel.withWork(new Work.None()));
            }
        }
    }

    // The run.

    void started(Input.Started input) {
        Unikernel unikernel = step.find(input.name()).orElse(null);
        if (unikernel == null || unikernel.runId() != input.runId() || !(unikernel.run() instanceof Run.Starting)) {
            return;
        }
        step.tell(asker(unikernel), input.name(), "started", "run", Long.toString(input.runId()));
        Unikernel running = unikernel.withRun(running(unikernel, input.started()), wall);
        if (running.work() instanceof Work.Swapping swapping && swapping.launched()) {
            step.done(swapping.request(), swapping.done());
            running = running.withRestarts(0).withWork(new Work.None());
        }
        advance(running);
    }

    private static long asker(Unikernel unikernel) {
        return unikernel.work() instanceof Work.Swapping swapping ? swapping.request() : Input.NOBODY;
    }

    private Run running(Unikernel unikernel, Instant started) {
        long confirm = unikernel
                .desired()
                .flatMap(Desired::fallback)
                .map(fallback -> step.wake(unikernel.name(), Duration.ofSeconds(fallback.confirmAfterSeconds())))
                .orElse(0L);
        return new Run.Running(started, step.now().nanos(), confirm);
    }

    void notStarted(Input.NotStarted input) {
        Unikernel unikernel = step.find(input.name()).orElse(null);
        if (unikernel == null
                || unikernel.runId() != input.runId()
                || !(unikernel.run() instanceof Run.Starting starting)) {
            return;
        }
        String reason = input.reason();
        Unikernel idle = unikernel.withRunning(Optional.empty()).withRun(new Run.Idle(), wall);
        if (idle.work() instanceof Work.Swapping swapping && swapping.launched()) {
            if (swapping.previous().equals(idle.desired())) {
                step.failed(swapping.request(), reason);
                advance(wait(idle.withWork(new Work.None()), starting.waitedFor(), reason));
            } else {
                takeBack(idle, swapping.request(), swapping.previous(), reason);
            }
        } else if (idle.work() instanceof Work.None
                || idle.work() instanceof Work.Staging
                || idle.work() instanceof Work.Confirming) {
            advance(wait(idle, starting.waitedFor(), reason));
        } else {
            advance(idle);
        }
    }

    private void takeBack(Unikernel unikernel, long request, Optional<Desired> previous, String reason) {
        long ticket = step.store(unikernel.name(), previous);
        step.put(unikernel.withWork(new Work.TakingBack(request, ticket, previous, reason)));
    }

    /** Lets it wait for the machine; the log is told once for each reason. */
    Unikernel wait(Unikernel unikernel, Optional<String> former, String reason) {
        if (former.filter(reason::equals).isEmpty()) {
            step.tell(Input.NOBODY, unikernel.name(), "waiting", "reason", reason);
        }
        Duration delay = step.limits().retryWaiting();
        long ticket = step.wake(unikernel.name(), delay);
        return unikernel.withRun(new Run.Waiting(ticket, reason, wall.plus(delay)), wall);
    }

    void ended(Input.Ended input) {
        step.find(input.name())
                .filter(unikernel -> unikernel.runId() == input.runId())
                .ifPresent(unikernel -> {
                    if (unikernel.run() instanceof Run.Running running) {
                        clean(unikernel, input.exit(), false, step.now().nanos() - running.since());
                    } else if (unikernel.run() instanceof Run.Ending ending) {
                        clean(unikernel, input.exit(), true, step.now().nanos() - ending.since());
                    }
                });
    }

    private void clean(Unikernel unikernel, Exit exit, boolean ours, long nanos) {
        step.emit(new Effect.Clean(unikernel.name(), unikernel.runId()));
        step.put(unikernel.withRun(new Run.Cleaning(exit, ours, nanos), wall));
    }

    void cleaned(Input.Cleaned input) {
        Unikernel unikernel = step.find(input.name()).orElse(null);
        if (unikernel == null
                || unikernel.runId() != input.runId()
                || !(unikernel.run() instanceof Run.Cleaning cleaning)) {
            return;
        }
        Exit exit = cleaning.exit();
        if (!cleaning.ours() && unikernel.running().isPresent()) {
            exit = RestartRule.interpret(
                    exit, unikernel.running().get().arguments().failBehaviour(), input.lastLine());
        }
        step.tell(
                Input.NOBODY,
                input.name(),
                cleaning.ours() ? "ended" : "exited",
                "run",
                Long.toString(input.runId()),
                "exit",
                exit.toString());
        Unikernel idle =
                unikernel.withRunning(Optional.empty()).withLastExit(exit).withRun(new Run.Idle(), wall);
        boolean judged = idle.work() instanceof Work.None
                || idle.work() instanceof Work.Staging
                || idle.work() instanceof Work.Confirming;
        if (judged) {
            judge(idle, exit, cleaning.nanos());
        } else {
            advance(idle);
        }
    }

    /** Decides what follows the end of a run that no command asked for. */
    void judge(Unikernel unikernel, Exit exit, long nanos) {
        Desired desired = unikernel.desired().orElse(null);
        if (desired == null) {
            advance(unikernel);
        } else if (desired.stopped()) {
            advance(unikernel.withRun(new Run.Stopped(), wall));
        } else if (desired.fallback().isPresent()) {
            step.tell(Input.NOBODY, unikernel.name(), "falling back", "exit", exit.toString());
            settleAs(unikernel, Optional.of(new Desired(desired.fallback().get().spec())));
        } else if (exit.equals(new Exit.Code(RestartRule.UNKNOWN_ARGUMENT))
                && desired.spec().arguments().addName()) {
            settleAs(unikernel, Optional.of(desired.withSpec(desired.spec().withoutAddedName())));
        } else if (RestartRule.restarts(desired.spec().arguments().failBehaviour(), exit)) {
            int attempts = nanos >= step.limits().steadyAfter().toNanos() ? 0 : unikernel.attempts();
            Duration delay =
                    RestartRule.delay(step.limits(), attempts, step.now().random());
            long ticket = step.wake(unikernel.name(), delay);
            advance(unikernel.withAttempts(attempts + 1).withRun(new Run.BackOff(ticket, wall.plus(delay)), wall));
        } else {
            step.finished()
                    .add(new State.Finished(unikernel.name(), unikernel.runId(), unikernel.restarts(), exit, wall));
            settleAs(unikernel, Optional.empty());
        }
    }

    private void settleAs(Unikernel unikernel, Optional<Desired> after) {
        long ticket = step.store(unikernel.name(), after);
        step.put(unikernel.withRun(new Run.Settling(ticket, after), wall));
    }

    void settle(Unikernel unikernel, Run.Settling settling) {
        Unikernel settled = unikernel.withDesired(settling.after()).withRun(new Run.Idle(), wall);
        if (settling.after().isEmpty()) {
            step.tell(
                    Input.NOBODY,
                    unikernel.name(),
                    "finished",
                    "exit",
                    unikernel.lastExit().orElse(new Exit.Unknown()).toString());
            advance(settled);
        } else if (settled.work() instanceof Work.None || settled.work() instanceof Work.Staging) {
            launch(settled, false);
        } else {
            advance(settled);
        }
    }

    void woken(Input.Woken input) {
        Unikernel unikernel = step.find(input.name()).orElse(null);
        if (unikernel == null) {
            return;
        }
        Run run = unikernel.run();
        if (run instanceof Run.BackOff backOff && backOff.ticket() == input.ticket()) {
            launch(unikernel.withRestarts(unikernel.restarts() + 1), false);
        } else if (run instanceof Run.Waiting waiting && waiting.ticket() == input.ticket()) {
            launch(unikernel, false);
        } else if (run instanceof Run.Settling settling && settling.ticket() == input.ticket()) {
            settleAs(unikernel, settling.after());
        } else if (run instanceof Run.Running running && running.confirm() == input.ticket()) {
            confirm(unikernel, running);
        }
    }

    private void confirm(Unikernel unikernel, Run.Running running) {
        if (unikernel.work() instanceof Work.None) {
            long ticket = step.store(unikernel.name(), unikernel.desired().map(Desired::confirmed));
            step.put(unikernel.withWork(new Work.Confirming(ticket)));
        } else {
            long ticket = step.wake(unikernel.name(), step.limits().retryWaiting());
            step.put(unikernel.withRun(new Run.Running(running.started(), running.since(), ticket), unikernel.since()));
        }
    }

    // Take-over and boot.

    void found(Input.Found found) {
        Unikernel unikernel = step.find(found.name())
                .orElseThrow(
                        () -> new IllegalStateException("take-over found " + found.name() + ", which nobody desires"))
                .withRunId(found.runId());
        Desired desired = unikernel.desired().orElseThrow();
        if (found instanceof Input.Found.Alive alive) {
            step.tell(Input.NOBODY, found.name(), "adopted", "run", Long.toString(found.runId()));
            Unikernel running = unikernel
                    .withRunning(Optional.of(desired.spec()))
                    .withRun(running(unikernel, alive.started()), wall);
            if (desired.stopped()) {
                running = running.withWork(new Work.Stopping(Input.NOBODY, 0, true));
            } else if (!alive.current()) {
                running = running.withWork(new Work.Swapping(Input.NOBODY, Optional.of(desired), false, CREATED));
            }
            advance(running);
        } else if (found instanceof Input.Found.Dead dead) {
            clean(unikernel.withRunning(Optional.of(desired.spec())), dead.exit(), false, 0);
        } else if (found instanceof Input.Found.Absent) {
            step.put(unikernel.withRun(desired.stopped() ? new Run.Stopped() : new Run.Queued(), wall));
        } else if (found instanceof Input.Found.Unclear unclear) {
            step.tell(Input.NOBODY, found.name(), "unclear", "reason", unclear.reason());
            step.put(unikernel.withRun(new Run.Unclear(unclear.reason()), wall));
        }
    }

    /** Launches what waits for its turn at boot: those of the lowest start order, when no lower one is under way. */
    void startQueued() {
        List<Unikernel> queued = step.unikernels().values().stream()
                .filter(unikernel -> unikernel.run() instanceof Run.Queued)
                .toList();
        long turn = step.unikernels().values().stream()
                .filter(unikernel -> unikernel.run() instanceof Run.Queued
                        || (unikernel.run() instanceof Run.Starting starting && starting.atBoot()))
                .mapToLong(Life::startup)
                .min()
                .orElse(0);
        queued.stream().filter(unikernel -> startup(unikernel) == turn).forEach(unikernel -> launch(unikernel, true));
    }

    private static long startup(Unikernel unikernel) {
        return unikernel.desired().orElseThrow().spec().arguments().startupOrDefault();
    }

    // What follows.

    void launch(Unikernel unikernel, boolean atBoot) {
        Spec spec = unikernel.desired().orElseThrow().spec();
        long runId = unikernel.runId() + 1;
        Optional<String> waitedFor =
                unikernel.run() instanceof Run.Waiting waiting ? Optional.of(waiting.reason()) : Optional.empty();
        step.emit(new Effect.Launch(unikernel.name(), runId, spec, rings(unikernel.name())));
        step.put(unikernel
                .withRunId(runId)
                .withRunning(Optional.of(spec))
                .withRun(new Run.Starting(atBoot, waitedFor), wall));
    }

    private long rings(Name name) {
        if (name.path().isRoot()) {
            return HostFacts.UNLIMITED;
        }
        return Optional.ofNullable(step.policies().get(name.path()))
                .map(Policy::unikernels)
                .orElse(0L);
    }

    /** Puts the unikernel, and does what its work needs next if its run is where that can be done. */
    void advance(Unikernel unikernel) {
        step.put(unikernel);
        Work work = unikernel.work();
        boolean atRest = unikernel.run().atRest();
        if (work instanceof Work.None) {
            if (unikernel.desired().isEmpty() && unikernel.run() instanceof Run.Idle) {
                step.remove(unikernel.name());
            }
        } else if (work instanceof Work.Swapping swapping && !swapping.launched()) {
            if (atRest) {
                launch(
                        unikernel
                                .withAttempts(0)
                                .withWork(new Work.Swapping(
                                        swapping.request(), swapping.previous(), true, swapping.done())),
                        false);
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
                step.tell(stopping.request(), unikernel.name(), "stopped");
                step.done(stopping.request(), "stopped");
                step.put(unikernel.withWork(new Work.None()).withRun(new Run.Stopped(), wall));
            } else {
                terminate(unikernel);
            }
        }
    }

    private void terminate(Unikernel unikernel) {
        if (unikernel.run() instanceof Run.Running running) {
            step.emit(new Effect.Terminate(unikernel.name(), unikernel.runId()));
            step.put(unikernel.withRun(new Run.Ending(running.started(), running.since()), wall));
        }
    }

    private void destroyed(Unikernel unikernel, Work.Destroying destroying) {
        destroying.requests().forEach(request -> {
            step.tell(request, unikernel.name(), "destroyed");
            step.done(request, destroying.ran() ? "destroyed unikernel" : "destroyed: removed from restarting");
        });
        step.remove(unikernel.name());
    }
}
