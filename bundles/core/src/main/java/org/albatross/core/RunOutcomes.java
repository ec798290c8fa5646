package org.albatross.core;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.albatross.model.Exit;
import org.albatross.model.Refusal;
import org.albatross.model.UnikernelEvent;

/** What follows when a launch, a run or a timer has come to its end. Outcomes of another run change nothing. */
final class RunOutcomes {
    private final Step step;
    private final Life life;
    private final ExitPolicy exitPolicy;
    private final Instant wall;

    RunOutcomes(Step step, Life life, ExitPolicy exitPolicy) {
        this.step = step;
        this.life = life;
        this.exitPolicy = exitPolicy;
        wall = step.now().wall();
    }

    void started(Input.Started input) {
        Unikernel unikernel = step.find(input.name()).orElse(null);
        if (unikernel == null || unikernel.runId() != input.runId() || !(unikernel.run() instanceof Run.Starting)) {
            return;
        }
        long asker = unikernel.work() instanceof Work.Swapping swapping ? swapping.request() : Input.NOBODY;
        step.tell(asker, input.name(), new UnikernelEvent.Started(input.run()));
        Unikernel running =
                unikernel.withRun(running(step, unikernel, input.run().started()), wall);
        if (running.work() instanceof Work.Swapping swapping && swapping.launched()) {
            step.done(swapping.request(), swapping.done());
            running = running.withRestarts(0).withWork(new Work.None());
        }
        life.advance(running);
    }

    /** Returns the state of a run that lives from now on; one that is not confirmed yet gets its timer. */
    static Run running(Step step, Unikernel unikernel, Instant started) {
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
                step.failed(swapping.request(), new Refusal.HostRefused(reason));
                life.advance(life.wait(idle.withWork(new Work.None()), starting.waitedFor(), reason));
            } else {
                long ticket = step.ticket();
                step.put(step.store(idle, ticket, swapping.previous())
                        .withWork(new Work.TakingBack(swapping.request(), ticket, reason)));
            }
        } else if (idle.work().leavesRunAlone()) {
            life.advance(life.wait(idle, starting.waitedFor(), reason));
        } else {
            life.advance(idle);
        }
    }

    void ended(Input.Ended input) {
        step.find(input.name())
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
        return step.now().nanos() - nanos;
    }

    /** Begins to remove what a run that has ended had on the machine. */
    void clean(Unikernel unikernel, Run.Cleaning cleaning) {
        step.emit(new Effect.Clean(unikernel.name(), unikernel.runId()));
        step.put(unikernel.withRun(cleaning, wall));
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
                cleaning.ours()
                        ? new UnikernelEvent.Ended(input.runId(), exit)
                        : new UnikernelEvent.Exited(input.runId(), exit));
        Run next = cleaning.ours() ? new Run.Idle() : new Run.Ended(exit, cleaning.nanos());
        life.advance(unikernel.withRunning(Optional.empty()).withLastExit(exit).withRun(next, wall));
    }

    void woken(Input.Woken input) {
        Unikernel unikernel = step.find(input.name()).orElse(null);
        if (unikernel == null) {
            return;
        }
        Run run = unikernel.run();
        boolean free = unikernel.work().leavesRunAlone();
        Unikernel due = unikernel.withRun(new Run.Idle(), wall);
        if (run instanceof Run.BackOff backOff && backOff.ticket() == input.ticket()) {
            life.advance(due.withRestarts(unikernel.restarts() + 1));
        } else if (run instanceof Run.Waiting waiting && waiting.ticket() == input.ticket()) {
            if (free) {
                life.launch(unikernel, false);
            } else {
                life.advance(due);
            }
        } else if (run instanceof Run.Settling settling && settling.ticket() == input.ticket()) {
            if (free) {
                step.put(exitPolicy.settle(unikernel, settling.after()));
            } else {
                Exit exit = unikernel.lastExit().orElse(new Exit.Unknown());
                life.advance(unikernel.withRun(new Run.Ended(exit, 0), wall));
            }
        } else if (run instanceof Run.Running running) {
            if (running.confirm() == input.ticket()) {
                confirm(unikernel, running);
            }
            running.outdated()
                    .filter(outdated -> outdated.ticket() == input.ticket())
                    .ifPresent(outdated -> step.put(life.lookAhead(unikernel, outdated.reason())));
        }
    }

    private void confirm(Unikernel unikernel, Run.Running running) {
        if (unikernel.work().leavesRunAlone() && unikernel.desired().isPresent()) {
            long ticket = step.ticket();
            Optional<Desired> confirmed = unikernel.desired().map(Desired::confirmed);
            step.put(step.store(confirming(unikernel, running, ticket), ticket, confirmed));
        } else {
            step.put(confirming(
                    unikernel,
                    running,
                    step.wake(unikernel.name(), step.limits().retryWaiting())));
        }
    }

    void confirmed(Unikernel unikernel, Run.Running running) {
        step.tell(Input.NOBODY, unikernel.name(), new UnikernelEvent.Confirmed());
        life.advance(confirming(unikernel, running, 0));
    }

    void notConfirmed(Unikernel unikernel, Run.Running running, String reason) {
        step.tell(Input.NOBODY, unikernel.name(), new UnikernelEvent.NotStored(reason));
        long ticket = step.wake(unikernel.name(), step.limits().retryWaiting());
        life.advance(confirming(unikernel, running, ticket));
    }

    private static Unikernel confirming(Unikernel unikernel, Run.Running running, long ticket) {
        return unikernel.withRun(running.withConfirm(ticket), unikernel.since());
    }
}
