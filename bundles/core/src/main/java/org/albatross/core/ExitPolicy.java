package org.albatross.core;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.albatross.model.Exit;
import org.albatross.model.UnikernelEvent;

/** Decides what follows when a run has ended by itself, and writes it down where that changes what is desired. */
final class ExitPolicy {
    private final WorkingState state;
    private final Instant wall;

    ExitPolicy(WorkingState state) {
        this.state = state;
        wall = state.now().wall();
    }

    /** Returns a unikernel that has ended in the state that follows: back-off, settling, or stopped. */
    Unikernel next(Unikernel unikernel, Run.Ended ended) {
        Desired desired = unikernel.desired().orElseThrow();
        Exit exit = ended.exit();
        if (desired.stopped()) {
            return unikernel.withRun(new Run.Stopped(), wall);
        }
        if (RestartRule.isUnknownArgument(exit) && desired.spec().arguments().addName()) {
            return settle(unikernel, Optional.of(desired.withSpec(desired.spec().withoutAddedName())));
        }
        if (desired.fallback().isPresent()) {
            return settle(unikernel, Optional.of(desired.fallenBack()));
        }
        if (RestartRule.restarts(desired.spec().arguments().failBehaviour(), exit)) {
            return backOff(unikernel, ended.nanos());
        }
        return settle(unikernel, Optional.empty());
    }

    private Unikernel backOff(Unikernel unikernel, long nanos) {
        int attempts = nanos >= state.limits().steadyAfter().toNanos() ? 0 : unikernel.attempts();
        Duration delay = RestartRule.delay(state.limits(), attempts, state.now().random());
        state.tell(RequestId.PLATFORM, unikernel.name(), new UnikernelEvent.Restarting(delay));
        Ticket ticket = state.wake(unikernel.name(), delay);
        return unikernel.withAttempts(attempts + 1).withRun(new Run.BackOff(ticket, wall.plus(delay)), wall);
    }

    /** Begins to make durable what is desired after an end. */
    Unikernel settle(Unikernel unikernel, Optional<Desired> after) {
        Ticket ticket = state.ticket();
        return state.store(unikernel, ticket, after).withRun(new Run.Settling(ticket, after), wall);
    }

    /**
     * Returns a unikernel whose desired state after its end is durable.
     *
     * @param before what was desired until then
     */
    Unikernel settled(Optional<Desired> before, Unikernel unikernel) {
        Exit exit = unikernel.lastExit().orElse(new Exit.Unknown());
        if (unikernel.desired().isPresent()) {
            boolean fellBack = before.flatMap(Desired::fallback).isPresent()
                    && unikernel.desired().get().fallback().isEmpty();
            state.tell(
                    RequestId.PLATFORM,
                    unikernel.name(),
                    fellBack ? new UnikernelEvent.FellBack(exit) : new UnikernelEvent.NameDropped(exit));
        } else {
            state.remember(new State.Finished(unikernel.name(), unikernel.runId(), unikernel.restarts(), exit, wall));
            state.tell(RequestId.PLATFORM, unikernel.name(), new UnikernelEvent.Finished(exit));
        }
        return unikernel.withRun(new Run.Idle(), wall);
    }

    /** Returns a unikernel that goes on settling after a while, since its state could not be made durable. */
    Unikernel notSettled(Unikernel unikernel, Run.Settling settling, String reason) {
        state.tell(RequestId.PLATFORM, unikernel.name(), new UnikernelEvent.NotStored(reason));
        Ticket ticket = state.wake(unikernel.name(), state.limits().retryWaiting());
        return unikernel.withRun(new Run.Settling(ticket, settling.after()), unikernel.since());
    }
}
