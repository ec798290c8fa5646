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
        if (unikernel == null || unikernel.runId() != input.runId() || !(unikernel.run() instanceof Run.Starting)) {
            return;
        }
        long asker = unikernel.work() instanceof Work.Swapping swapping ? swapping.request() : Input.NOBODY;
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
    static Run running(WorkingState state, Unikernel unikernel, Instant started) {
        long confirm = unikernel
                .desired()
                .flatMap(Desired::fallback)
                .map(fallback -> state.wake(unikernel.name(), Duration.ofSeconds(fallback.confirmAfterSeconds())))
                .orElse(0L);
        return new Run.Running(started, state.now().nanos(), confirm);
    }

    void notStarted(Input.NotStarted input) {
        Unikernel unikernel = state.find(input.name()).orElse(null);
        if (unikernel == null
                || unikernel.runId() != input.runId()
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
                long ticket = state.ticket();
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
                .filter(unikernel -> unikernel.runId() == input.runId())
                .ifPresent(unikernel -> {
                    if (unikernel.run() instanceof Run.Running running) {
                        // The end of what is not desired any more is not judged: what is desired is launched.
                        boolean superseded = running.outdated().isPresent();
                        clean(unikernel, new Run.Cleaning(input.exit(), superseded, since(running.since())));
                    } else if (unikernel.run() instanceof Run.Ending ending) {
                        clean(unikernel, new Run.Cleaning(input.exit(), true, since(ending.since())));
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
                || unikernel.runId() != input.runId()
                || !(unikernel.run() instanceof Run.Cleaning cleaning)) {
            return;
        }
        Exit exit = cleaning.exit();
        if (!cleaning.ours() && unikernel.running().isPresent()) {
            exit = RestartRule.interpret(
                    exit, unikernel.running().get().arguments().failBehaviour(), input.lastLine());
        }
        state.tell(
                Input.NOBODY,
                input.name(),
                cleaning.ours()
                        ? new UnikernelEvent.Ended(input.runId(), exit)
                        : new UnikernelEvent.Exited(input.runId(), exit));
        Run next = cleaning.ours() ? new Run.Idle() : new Run.Ended(exit, cleaning.nanos());
        lifecycle.advance(
                unikernel.withRunning(Optional.empty()).withLastExit(exit).withRun(next, wall));
    }

    void woken(Input.Woken input) {
        Unikernel unikernel = state.find(input.name()).orElse(null);
        if (unikernel == null) {
            return;
        }
        Run run = unikernel.run();
        boolean free = unikernel.work().leavesRunAlone();
        Unikernel due = unikernel.withRun(new Run.Idle(), wall);
        if (run instanceof Run.BackOff backOff && backOff.ticket() == input.ticket()) {
            lifecycle.advance(due.withRestarts(unikernel.restarts() + 1));
        } else if (run instanceof Run.Waiting waiting && waiting.ticket() == input.ticket()) {
            if (free) {
                lifecycle.launch(unikernel, false);
            } else {
                lifecycle.advance(due);
            }
        } else if (run instanceof Run.Settling settling && settling.ticket() == input.ticket()) {
            if (free) {
                state.put(exitPolicy.settle(unikernel, settling.after()));
            } else {
                Exit exit = unikernel.lastExit().orElse(new Exit.Unknown());
                lifecycle.advance(unikernel.withRun(new Run.Ended(exit, 0), wall));
            }
        } else if (run instanceof Run.Running running) {
            if (running.confirm() == input.ticket()) {
                confirm(unikernel, running);
            }
            running.outdated()
                    .filter(outdated -> outdated.ticket() == input.ticket())
                    .ifPresent(outdated -> state.put(lifecycle.lookAhead(unikernel, outdated.reason())));
        }
    }

    private void confirm(Unikernel unikernel, Run.Running running) {
        if (unikernel.work().leavesRunAlone() && unikernel.desired().isPresent()) {
            long ticket = state.ticket();
            Optional<Desired> confirmed = unikernel.desired().map(Desired::confirmed);
            state.put(state.store(confirming(unikernel, running, ticket), ticket, confirmed));
        } else {
            state.put(confirming(
                    unikernel,
                    running,
                    state.wake(unikernel.name(), state.limits().retryWaiting())));
        }
    }

    void confirmed(Unikernel unikernel, Run.Running running) {
        state.tell(Input.NOBODY, unikernel.name(), new UnikernelEvent.Confirmed());
        lifecycle.advance(confirming(unikernel, running, 0));
    }

    void notConfirmed(Unikernel unikernel, Run.Running running, String reason) {
        state.tell(Input.NOBODY, unikernel.name(), new UnikernelEvent.NotStored(reason));
        long ticket = state.wake(unikernel.name(), state.limits().retryWaiting());
        lifecycle.advance(confirming(unikernel, running, ticket));
    }

    private static Unikernel confirming(Unikernel unikernel, Run.Running running, long ticket) {
        return unikernel.withRun(running.withConfirm(ticket), unikernel.since());
    }
}
