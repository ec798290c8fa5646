package org.albatross.core;

import java.time.Instant;
import java.util.Optional;
import org.albatross.model.Exit;
import org.albatross.model.Refusal;
import org.albatross.model.UnikernelEvent;

/** What follows when a launch, a run or a timer has come to its end. Outcomes of another run change nothing. */
final class RunOutcomes {
    private final WorkingState state;
    private final Lifecycle lifecycle;
    private final Confirmations confirmations;
    private final ExitPolicy exitPolicy;
    private final Instant wall;

    RunOutcomes(WorkingState state, Lifecycle lifecycle, Confirmations confirmations, ExitPolicy exitPolicy) {
        this.state = state;
        this.lifecycle = lifecycle;
        this.confirmations = confirmations;
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
        Run.Running run =
                new Run.Running(input.run().started(), state.now().nanos(), Confirmations.begin(state, unikernel));
        Unikernel running = unikernel.withRun(run, wall);
        if (running.work() instanceof Work.Swapping swapping && swapping.launched()) {
            state.done(swapping.request(), swapping.done());
            running = running.withRestarts(0).withWork(new Work.None());
        }
        lifecycle.advance(running);
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
                        .accept(new AfterTimer(state, lifecycle, confirmations, exitPolicy, unikernel, input.ticket()))
                        .run();
            }
        });
    }
}
