package org.albatross.core;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.albatross.model.Exit;
import org.albatross.model.Refusal;
import org.albatross.model.UnikernelEvent;

/** What follows when a launch, a run or a timer has come to its end. Outcomes of another run change nothing. */
final class RunOutcomes {
    private final WorkingState state;
    private final Lifecycle lifecycle;
    private final ExitPolicy exitPolicy;
    private final Instant wall;

    RunOutcomes(WorkingState state, Lifecycle lifecycle, ExitPolicy exitPolicy) {
        this.state = state;
        this.lifecycle = lifecycle;
        this.exitPolicy = exitPolicy;
        wall = state.now().wall();
    }

    void started(Input.Started input) {
        Unikernel unikernel = state.find(input.name()).orElse(null);
        if (unikernel == null
                || !unikernel.runId().equals(input.runId())
                || !(unikernel.run() instanceof Run.Starting)) {
            return;
        }
        RequestId asker = unikernel.work() instanceof Work.Swapping swapping ? swapping.request() : RequestId.PLATFORM;
        state.tell(asker, input.name(), new UnikernelEvent.Started(input.run()));
        Unikernel running =
                unikernel.withRun(running(state, unikernel, input.run().started()), wall);
        if (running.work() instanceof Work.Swapping swapping && swapping.launched()) {
            state.done(swapping.request(), swapping.done());
            running = running.withRestarts(0).withWork(new Work.None());
        }
        lifecycle.advance(running);
    }

    /** Returns the state of a run that lives from now on; one that is not confirmed yet gets its timer. */
    static Run.Running running(WorkingState state, Unikernel unikernel, Instant started) {
        Optional<Ticket> confirm = unikernel
                .desired()
                .flatMap(Desired::fallback)
                .map(fallback -> state.wake(unikernel.name(), Duration.ofSeconds(fallback.confirmAfterSeconds())));
        return new Run.Running(started, state.now().nanos(), confirm);
    }

    void notStarted(Input.NotStarted input) {
        Unikernel unikernel = state.find(input.name()).orElse(null);
        if (unikernel == null
                || !unikernel.runId().equals(input.runId())
                || !(unikernel.run() instanceof Run.Starting starting)) {
            return;
        }
        String reason = input.reason();
        Unikernel idle = unikernel.withRunning(Optional.empty()).withRun(new Run.Idle(), wall);
        if (idle.work() instanceof Work.Swapping swapping && swapping.launched()) {
            if (swapping.previous().equals(idle.desired())) {
                state.failed(swapping.request(), new Refusal.HostRefused(reason));
                lifecycle.advance(lifecycle.wait(idle.withWork(new Work.None()), starting.waitedFor(), reason));
            } else {
                Ticket ticket = state.ticket();
                state.put(state.store(idle, ticket, swapping.previous())
                        .withWork(new Work.TakingBack(swapping.request(), ticket, reason)));
            }
        } else if (idle.work().leavesRunAlone()) {
            lifecycle.advance(lifecycle.wait(idle, starting.waitedFor(), reason));
        } else {
            lifecycle.advance(idle);
        }
    }

    void ended(Input.Ended input) {
        state.find(input.name())
                .filter(unikernel -> unikernel.runId().equals(input.runId()))
                .ifPresent(unikernel -> {
                    if (unikernel.run() instanceof Run.Alive alive) {
                        clean(unikernel, new Run.Cleaning(input.exit(), alive.superseded(), since(alive.since())));
                    }
                });
    }

    /** Remembers why what a run has on the machine cannot be made whole; its tender lives. */
    void impaired(Input.Impaired input) {
        state.find(input.name())
                .filter(unikernel -> unikernel.runId().equals(input.runId()))
                .ifPresent(unikernel -> {
                    if (unikernel.run() instanceof Run.Running running) {
                        state.put(unikernel.withRun(running.withImpairment(input.reason()), unikernel.since()));
                    }
                });
    }

    private long since(long nanos) {
        return state.now().nanos() - nanos;
    }

    /** Begins to remove what a run that has ended had on the machine. */
    void clean(Unikernel unikernel, Run.Cleaning cleaning) {
        state.emit(new Effect.Clean(unikernel.name(), unikernel.runId()));
        state.put(unikernel.withRun(cleaning, wall));
    }

    void cleaned(Input.Cleaned input) {
        Unikernel unikernel = state.find(input.name()).orElse(null);
        if (unikernel == null
                || !unikernel.runId().equals(input.runId())
                || !(unikernel.run() instanceof Run.Cleaning cleaning)) {
            return;
        }
        Exit exit = cleaning.exit();
        if (!cleaning.ours() && unikernel.running().isPresent()) {
            exit = RestartRule.interpret(
                    exit, unikernel.running().get().arguments().failBehaviour(), input.lastLine());
        }
        state.tell(
                RequestId.PLATFORM,
                input.name(),
                cleaning.ours()
                        ? new UnikernelEvent.Ended(input.runId().number(), exit)
                        : new UnikernelEvent.Exited(input.runId().number(), exit));
        Run next = cleaning.ours() ? new Run.Idle() : new Run.Ended(exit, cleaning.nanos());
        lifecycle.advance(
                unikernel.withRunning(Optional.empty()).withLastExit(exit).withRun(next, wall));
    }

    void woken(Input.Woken input) {
        state.find(input.name()).ifPresent(unikernel -> {
            if (unikernel.work() instanceof Work.AwaitingTurn work
                    && work.ticket().equals(input.ticket())) {
                lifecycle.end(unikernel, work.request());
            } else {
                unikernel
                        .run()
                        .accept(new AfterTimer(state, lifecycle, this, exitPolicy, unikernel, input.ticket()))
                        .run();
            }
        });
    }

    /** Begins to make durable that a replacement has run long enough; later, where a command is under way. */
    void confirm(Unikernel unikernel, Run.Running running) {
        if (unikernel.work().leavesRunAlone() && unikernel.desired().isPresent()) {
            Ticket ticket = state.ticket();
            Optional<Desired> confirmed = unikernel.desired().map(Desired::confirmed);
            state.put(state.store(confirming(unikernel, running, Optional.of(ticket)), ticket, confirmed));
        } else {
            state.put(confirming(
                    unikernel,
                    running,
                    Optional.of(state.wake(unikernel.name(), state.limits().retryWaiting()))));
        }
    }

    void confirmed(Unikernel unikernel, Run.Running running) {
        state.tell(RequestId.PLATFORM, unikernel.name(), new UnikernelEvent.Confirmed());
        lifecycle.advance(confirming(unikernel, running, Optional.empty()));
    }

    void notConfirmed(Unikernel unikernel, Run.Running running, String reason) {
        state.tell(RequestId.PLATFORM, unikernel.name(), new UnikernelEvent.NotStored(reason));
        Ticket ticket = state.wake(unikernel.name(), state.limits().retryWaiting());
        lifecycle.advance(confirming(unikernel, running, Optional.of(ticket)));
    }

    private static Unikernel confirming(Unikernel unikernel, Run.Running running, Optional<Ticket> ticket) {
        return unikernel.withRun(running.withConfirm(ticket), unikernel.since());
    }
}
