package org.albatross.core;

import java.util.List;
import java.util.Optional;
import org.albatross.model.Refusal;

/** What becomes of the work of a unikernel when the change that it waits for could not be made durable. */
final class AfterFailedStore implements Work.Handler<Unikernel> {
    private final WorkingState state;
    private final Lifecycle lifecycle;
    private final Unikernel unikernel;
    private final String reason;

    AfterFailedStore(WorkingState state, Lifecycle lifecycle, Unikernel unikernel, String reason) {
        this.state = state;
        this.lifecycle = lifecycle;
        this.unikernel = unikernel;
        this.reason = reason;
    }

    private Unikernel givenUp() {
        return unikernel.withWork(new Work.None());
    }

    private Unikernel refused(RequestId request) {
        state.failed(request, new Refusal.HostRefused(reason));
        return givenUp();
    }

    @Override
    public Unikernel none(Work.None work) {
        return unikernel;
    }

    @Override
    public Unikernel staging(Work.Staging work) {
        return unikernel;
    }

    @Override
    public Unikernel storing(Work.Storing work) {
        return refused(work.request());
    }

    @Override
    public Unikernel swapping(Work.Swapping work) {
        return unikernel;
    }

    @Override
    public Unikernel takingBack(Work.TakingBack work) {
        state.failed(
                work.request(),
                Refusal.of(List.of(
                        new Refusal.HostRefused(work.reason()), new Refusal.NotStored("it stays desired", reason))));
        return lifecycle.wait(givenUp(), Optional.empty(), work.reason());
    }

    @Override
    public Unikernel destroying(Work.Destroying work) {
        work.requests().forEach(request -> state.failed(request, new Refusal.NotStored("not destroyed", reason)));
        return givenUp();
    }

    @Override
    public Unikernel stopping(Work.Stopping work) {
        return refused(work.request());
    }

    @Override
    public Unikernel awaitingTurn(Work.AwaitingTurn work) {
        return unikernel;
    }

    @Override
    public Unikernel resuming(Work.Resuming work) {
        return refused(work.request());
    }
}
