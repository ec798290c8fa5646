package org.albatross.core;

import java.util.List;
import org.albatross.model.Refusal;

/**
 * Gives up the work under way for a destroy: whoever asked for it is refused. Returns whether what is durable then is
 * made to run, should the destroy fail.
 */
final class Overtaken implements Work.Handler<Boolean> {
    private final WorkingState state;
    private final Unikernel unikernel;
    private final Refusal refusal;

    Overtaken(WorkingState state, Unikernel unikernel) {
        this.state = state;
        this.unikernel = unikernel;
        refusal = new Refusal.Overtaken(unikernel.name());
    }

    private boolean refuse(RequestId request, boolean starts) {
        state.failed(request, refusal);
        return starts;
    }

    @Override
    public Boolean none(Work.None work) {
        return false;
    }

    @Override
    public Boolean staging(Work.Staging work) {
        state.emit(new Effect.Cancel(unikernel.name(), work.ticket()));
        return refuse(work.request(), false);
    }

    @Override
    public Boolean storing(Work.Storing work) {
        return refuse(work.request(), true);
    }

    @Override
    public Boolean swapping(Work.Swapping work) {
        return refuse(work.request(), false);
    }

    @Override
    public Boolean takingBack(Work.TakingBack work) {
        state.failed(work.request(), Refusal.of(List.of(new Refusal.HostRefused(work.reason()), refusal)));
        return false;
    }

    /** A destroy joins another one: see {@link Lifecycle#destroy}. */
    @Override
    public Boolean destroying(Work.Destroying work) {
        return false;
    }

    @Override
    public Boolean stopping(Work.Stopping work) {
        return refuse(work.request(), false);
    }

    @Override
    public Boolean awaitingTurn(Work.AwaitingTurn work) {
        return refuse(work.request(), false);
    }

    @Override
    public Boolean resuming(Work.Resuming work) {
        return refuse(work.request(), true);
    }
}
