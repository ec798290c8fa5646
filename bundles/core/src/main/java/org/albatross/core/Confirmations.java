package org.albatross.core;

import java.time.Duration;
import java.util.Optional;
import org.albatross.model.Confirmation;
import org.albatross.model.ServiceCheck;
import org.albatross.model.UnikernelEvent;

/**
 * Decides whether a replacement that runs stays: it has to run for a time, and its check, if it has one, to succeed within it.
 * A run that is taken over has the whole time anew, and its check to succeed again: neither is durable.
 */
final class Confirmations {
    private static final Duration CHECK_EVERY = Duration.ofSeconds(1);

    private final WorkingState state;
    private final Lifecycle lifecycle;

    Confirmations(WorkingState state, Lifecycle lifecycle) {
        this.state = state;
        this.lifecycle = lifecycle;
    }

    /** Begins with a run that lives from now on; nothing, for one that has replaced nothing or is confirmed. */
    static Optional<Unconfirmed> begin(WorkingState state, Unikernel unikernel) {
        return unikernel.desired().flatMap(Desired::fallback).map(fallback -> {
            Confirmation confirmation = fallback.confirmation();
            Ticket timer = state.wake(unikernel.name(), Duration.ofSeconds(confirmation.afterSeconds()));
            return new Unconfirmed.Running(
                    timer,
                    confirmation
                            .check()
                            .map(check -> new Unconfirmed.Checking(attempt(state, unikernel), Optional.empty())));
        });
    }

    /** Has the check made once. */
    private static Ticket attempt(WorkingState state, Unikernel unikernel) {
        Ticket ticket = state.ticket();
        Desired desired = unikernel.desired().orElseThrow();
        desired.fallback()
                .flatMap(fallback -> fallback.confirmation().check())
                .ifPresent(check -> state.emit(new Effect.Check(
                        unikernel.name(),
                        ticket,
                        check,
                        desired.spec().arguments().netDevices())));
        return ticket;
    }

    /** Goes on when a timer has gone off that the replacement waits for. */
    void woken(Unikernel unikernel, Run.Running run, Unconfirmed.Running unconfirmed, Ticket ticket) {
        if (unconfirmed.checksBy(ticket)) {
            put(
                    unikernel,
                    run,
                    new Unconfirmed.Running(
                            unconfirmed.ticket(),
                            unconfirmed
                                    .checking()
                                    .map(checking ->
                                            new Unconfirmed.Checking(attempt(state, unikernel), checking.reason()))));
        } else if (unikernel.work().leavesRunAlone() && unikernel.desired().isPresent()) {
            judge(unikernel, run, unconfirmed);
        } else {
            later(unikernel, run, unconfirmed.checking());
        }
    }

    private void put(Unikernel unikernel, Run.Running run, Unconfirmed next) {
        state.put(with(unikernel, run, Optional.of(next)));
    }

    private static Unikernel with(Unikernel unikernel, Run.Running run, Optional<Unconfirmed> next) {
        return unikernel.withRun(run.withUnconfirmed(next), unikernel.since());
    }

    /** Judges again after a while: a command is under way, or the state directory does not take it. */
    private void later(Unikernel unikernel, Run.Running run, Optional<Unconfirmed.Checking> checking) {
        Ticket ticket = state.wake(unikernel.name(), state.limits().retryWaiting());
        put(unikernel, run, new Unconfirmed.Running(ticket, checking));
    }

    private void judge(Unikernel unikernel, Run.Running run, Unconfirmed.Running unconfirmed) {
        Ticket ticket = state.ticket();
        Desired desired = unikernel.desired().orElseThrow();
        Optional<String> failure =
                unconfirmed.checking().map(checking -> checking.reason().orElse("there was no answer yet"));
        Unconfirmed next = failure.<Unconfirmed>map(reason -> new Unconfirmed.FallingBack(ticket, reason))
                .orElseGet(() -> new Unconfirmed.Confirming(ticket));
        Desired after = failure.isPresent() ? desired.fallenBack() : desired.confirmed();
        state.put(state.store(with(unikernel, run, Optional.of(next)), ticket, Optional.of(after)));
    }

    /** Goes on after an attempt; nothing waits for one of another run. */
    void checked(Input.Checked input) {
        state.find(input.name()).ifPresent(unikernel -> {
            if (unikernel.run() instanceof Run.Running run
                    && run.unconfirmed().orElse(null) instanceof Unconfirmed.Running unconfirmed
                    && unconfirmed.checksBy(input.ticket())) {
                checked(unikernel, run, unconfirmed, input.failure());
            }
        });
    }

    private void checked(
            Unikernel unikernel, Run.Running run, Unconfirmed.Running unconfirmed, Optional<String> failure) {
        if (failure.isEmpty()) {
            check(unikernel)
                    .ifPresent(check ->
                            state.tell(RequestId.PLATFORM, unikernel.name(), new UnikernelEvent.CheckPassed(check)));
        }
        Optional<Unconfirmed.Checking> checking = failure.map(
                reason -> new Unconfirmed.Checking(state.wake(unikernel.name(), CHECK_EVERY), Optional.of(reason)));
        put(unikernel, run, new Unconfirmed.Running(unconfirmed.ticket(), checking));
    }

    private static Optional<ServiceCheck> check(Unikernel unikernel) {
        return unikernel.desired().flatMap(Desired::fallback).flatMap(fallback -> fallback.confirmation()
                .check());
    }

    /**
     * Goes on when what was judged is durable. One that gives way runs until it is known that what it has replaced can
     * start.
     *
     * @param before the unikernel as it was until now
     */
    void stored(Unikernel before, Unikernel unikernel, Run.Running run, Unconfirmed unconfirmed) {
        state.tell(RequestId.PLATFORM, unikernel.name(), event(before, unconfirmed));
        lifecycle.advance(with(unikernel, run, Optional.empty()));
    }

    private static UnikernelEvent event(Unikernel before, Unconfirmed unconfirmed) {
        return unconfirmed instanceof Unconfirmed.FallingBack back
                ? new UnikernelEvent.CheckFailed(check(before).orElseThrow(), back.reason())
                : new UnikernelEvent.Confirmed();
    }

    /** Goes on when what was judged could not be made durable. */
    void notStored(Unikernel unikernel, Run.Running run, Unconfirmed unconfirmed, String reason) {
        state.tell(RequestId.PLATFORM, unikernel.name(), new UnikernelEvent.NotStored(reason));
        Optional<Unconfirmed.Checking> checking = unconfirmed instanceof Unconfirmed.FallingBack back
                ? Optional.of(new Unconfirmed.Checking(unconfirmed.ticket(), Optional.of(back.reason())))
                : Optional.empty();
        later(unikernel, run, checking);
        state.find(unikernel.name()).ifPresent(lifecycle::advance);
    }
}
