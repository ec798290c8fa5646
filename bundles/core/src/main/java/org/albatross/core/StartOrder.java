package org.albatross.core;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.albatross.model.UnikernelEvent;

/** What is done with what take-over found, and the order in which the others are launched at boot. */
final class StartOrder {
    private final WorkingState state;
    private final Lifecycle lifecycle;
    private final RunOutcomes runs;
    private final Instant wall;

    StartOrder(WorkingState state, Lifecycle lifecycle, RunOutcomes runs) {
        this.state = state;
        this.lifecycle = lifecycle;
        this.runs = runs;
        wall = state.now().wall();
    }

    /**
     * Goes on from what was found; what is known already is left alone.
     *
     * @throws IllegalStateException when nobody desires it: what runs then is ended without asking
     */
    void found(Input.Found found) {
        Unikernel known = state.find(found.name())
                .orElseThrow(
                        () -> new IllegalStateException("take-over found " + found.name() + ", which nobody desires"));
        if (!(known.run() instanceof Run.Idle || known.run() instanceof Run.Unclear)) {
            return;
        }
        Unikernel unikernel = known.withRunId(found.runId());
        if (found instanceof Input.Found.Unclear unclear) {
            state.tell(Input.NOBODY, found.name(), new UnikernelEvent.Unclear(unclear.reason()));
            state.put(unikernel.withRun(new Run.Unclear(unclear.reason()), wall));
        } else {
            desired(unikernel, unikernel.desired().orElseThrow(), found);
        }
    }

    private void desired(Unikernel unikernel, Desired desired, Input.Found found) {
        if (found instanceof Input.Found.Alive alive) {
            state.tell(Input.NOBODY, unikernel.name(), new UnikernelEvent.Adopted(alive.run()));
            Unikernel running = unikernel
                    .withRunning(Optional.of(desired.spec()))
                    .withRun(
                            RunOutcomes.running(state, unikernel, alive.run().started()),
                            alive.run().started());
            if (desired.stopped()) {
                running = running.withWork(new Work.Stopping(Input.NOBODY, 0, true));
            } else if (alive.ending()) {
                running = running.withWork(
                        new Work.Swapping(Input.NOBODY, Optional.of(desired), false, Lifecycle.CREATED));
            } else if (!alive.current()) {
                running = lifecycle.lookAhead(running, Optional.empty());
            }
            lifecycle.advance(running);
        } else if (found instanceof Input.Found.Dead dead) {
            runs.clean(
                    unikernel.withRunning(Optional.of(desired.spec())),
                    new Run.Cleaning(dead.exit(), !dead.current(), 0));
        } else {
            state.put(unikernel.withRun(desired.stopped() ? new Run.Stopped() : new Run.Queued(), wall));
        }
    }

    /** Launches what waits for its turn: those of the lowest start order, when no lower one is under way. */
    void startQueued() {
        List<Unikernel> queued = state.unikernels().values().stream()
                .filter(unikernel -> unikernel.run() instanceof Run.Queued)
                .toList();
        if (queued.isEmpty()) {
            return;
        }
        long turn = state.unikernels().values().stream()
                .filter(unikernel -> unikernel.run() instanceof Run.Queued
                        || (unikernel.run() instanceof Run.Starting starting && starting.atBoot()))
                .mapToLong(StartOrder::startup)
                .min()
                .orElseThrow();
        queued.stream()
                .filter(unikernel ->
                        startup(unikernel) == turn && unikernel.work().leavesRunAlone())
                .forEach(unikernel -> lifecycle.launch(unikernel, true));
    }

    private static long startup(Unikernel unikernel) {
        return unikernel.desired().orElseThrow().spec().arguments().startupOrDefault();
    }
}
