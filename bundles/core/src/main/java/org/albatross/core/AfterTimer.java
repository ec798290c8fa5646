package org.albatross.core;

import java.time.Instant;
import org.albatross.model.Exit;

/** What is done when a timer of a unikernel has gone off; one that nothing waits for any more changes nothing. */
final class AfterTimer implements Run.Handler<Runnable> {
    private final WorkingState state;
    private final Lifecycle lifecycle;
    private final Confirmations confirmations;
    private final ExitPolicy exitPolicy;
    private final Unikernel unikernel;
    private final Ticket ticket;
    private final Instant wall;
    private final boolean free;

    AfterTimer(
            WorkingState state,
            Lifecycle lifecycle,
            Confirmations confirmations,
            ExitPolicy exitPolicy,
            Unikernel unikernel,
            Ticket ticket) {
        this.state = state;
        this.lifecycle = lifecycle;
        this.confirmations = confirmations;
        this.exitPolicy = exitPolicy;
        this.unikernel = unikernel;
        this.ticket = ticket;
        wall = state.now().wall();
        free = unikernel.work().leavesRunAlone();
    }

    private static void nothing() {}

    private Runnable ifAwaited(Ticket awaited, Runnable then) {
        return awaited.equals(ticket) ? then : AfterTimer::nothing;
    }

    private Unikernel idle() {
        return unikernel.withRun(new Run.Idle(), wall);
    }

    @Override
    public Runnable idle(Run.Idle run) {
        return AfterTimer::nothing;
    }

    @Override
    public Runnable queued(Run.Queued run) {
        return AfterTimer::nothing;
    }

    @Override
    public Runnable starting(Run.Starting run) {
        return AfterTimer::nothing;
    }

    @Override
    public Runnable running(Run.Running run) {
        if (run.unconfirmed().orElse(null) instanceof Unconfirmed.Running unconfirmed
                && (run.confirmsBy(ticket) || unconfirmed.checksBy(ticket))) {
            return () -> confirmations.woken(unikernel, run, unconfirmed, ticket);
        }
        return run.outdated()
                .map(outdated -> ifAwaited(
                        outdated.ticket(), () -> state.put(lifecycle.lookAhead(unikernel, run, outdated.reason()))))
                .orElse(AfterTimer::nothing);
    }

    @Override
    public Runnable ending(Run.Ending run) {
        return AfterTimer::nothing;
    }

    @Override
    public Runnable cleaning(Run.Cleaning run) {
        return AfterTimer::nothing;
    }

    @Override
    public Runnable ended(Run.Ended run) {
        return AfterTimer::nothing;
    }

    @Override
    public Runnable settling(Run.Settling run) {
        Exit exit = unikernel.lastExit().orElse(new Exit.Unknown());
        return ifAwaited(
                run.ticket(),
                free
                        ? () -> state.put(exitPolicy.settle(unikernel, run.after()))
                        : () -> lifecycle.advance(unikernel.withRun(new Run.Ended(exit, 0), wall)));
    }

    @Override
    public Runnable backOff(Run.BackOff run) {
        return ifAwaited(run.ticket(), () -> lifecycle.advance(idle().withRestarts(unikernel.restarts() + 1)));
    }

    @Override
    public Runnable waiting(Run.Waiting run) {
        return ifAwaited(
                run.ticket(), free ? () -> lifecycle.launch(unikernel, false) : () -> lifecycle.advance(idle()));
    }

    @Override
    public Runnable stopped(Run.Stopped run) {
        return AfterTimer::nothing;
    }

    @Override
    public Runnable unclear(Run.Unclear run) {
        return AfterTimer::nothing;
    }
}
