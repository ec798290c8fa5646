package org.albatross.core;

import java.time.Instant;
import java.util.Optional;
import org.albatross.model.UnikernelEvent;

/** What is done with a desired unikernel that take-over has found as it says. */
final class AfterTakeOver implements Input.Found.Handler<Runnable> {
    private final WorkingState state;
    private final Lifecycle lifecycle;
    private final RunOutcomes runs;
    private final Unikernel unikernel;
    private final Desired desired;
    private final Instant wall;

    private AfterTakeOver(WorkingState state, Lifecycle lifecycle, RunOutcomes runs, Unikernel unikernel) {
        this.state = state;
        this.lifecycle = lifecycle;
        this.runs = runs;
        this.unikernel = unikernel;
        desired = unikernel.desired().orElseThrow();
        wall = state.now().wall();
    }

    /**
     * Goes on from what was found; what is known already is left alone.
     *
     * @throws IllegalStateException when nobody desires it: what runs then is ended without asking
     */
    static void goOn(WorkingState state, Lifecycle lifecycle, RunOutcomes runs, Input.Found found) {
        Unikernel known = state.find(found.name())
                .orElseThrow(
                        () -> new IllegalStateException("take-over found " + found.name() + ", which nobody desires"));
        if (known.run() instanceof Run.Idle || known.run() instanceof Run.Unclear) {
            found.accept(new AfterTakeOver(
                            state,
                            lifecycle,
                            runs,
                            known.withRunId(found.runId()).withHistory(found.history())))
                    .run();
        }
    }

    @Override
    public Runnable alive(Input.Found.Alive found) {
        state.tell(RequestId.PLATFORM, unikernel.name(), new UnikernelEvent.Adopted(found.run()));
        Run.Running run = new Run.Running(
                found.run().started(),
                state.now().nanos(),
                found.current() ? Confirmations.begin(state, unikernel) : Optional.empty());
        Unikernel running = unikernel
                .withRunning(Optional.of(desired.spec()))
                .withRun(run, found.run().started());
        if (desired.stopped()) {
            return () -> lifecycle.advance(running.withWork(new Work.Stopping(RequestId.PLATFORM)));
        }
        if (found.ending()) {
            return () -> lifecycle.advance(running.withWork(
                    new Work.Swapping(RequestId.PLATFORM, Optional.of(desired), false, Lifecycle.CREATED)));
        }
        return () -> lifecycle.advance(found.current() ? running : lifecycle.lookAhead(running, run, Optional.empty()));
    }

    @Override
    public Runnable dead(Input.Found.Dead found) {
        return () -> runs.clean(
                unikernel.withRunning(Optional.of(desired.spec())),
                new Run.Cleaning(found.exit(), !found.current(), 0));
    }

    @Override
    public Runnable absent(Input.Found.Absent found) {
        return () -> state.put(unikernel.withRun(desired.stopped() ? new Run.Stopped() : new Run.Queued(), wall));
    }

    @Override
    public Runnable unclear(Input.Found.Unclear found) {
        return () -> {
            state.tell(RequestId.PLATFORM, found.name(), new UnikernelEvent.Unclear(found.reason()));
            state.put(unikernel.withRun(new Run.Unclear(found.reason()), wall));
        };
    }
}
