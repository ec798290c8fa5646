package org.albatross.core;

import java.time.Instant;
import java.util.Optional;
import org.albatross.model.Refusal;
import org.albatross.model.Sha256;
import org.albatross.model.UnikernelEvent;

/** Where the work of a unikernel goes on when the change of the desired state that it has waited for is durable. */
final class AfterStore implements Work.Handler<Unikernel> {
    private final WorkingState state;
    private final Optional<Desired> before;
    private final Unikernel unikernel;
    private final Instant wall;

    /**
     * Goes on with {@code unikernel}, of which that is desired now.
     *
     * @param before what was desired until now
     */
    AfterStore(WorkingState state, Optional<Desired> before, Unikernel unikernel) {
        this.state = state;
        this.before = before;
        this.unikernel = unikernel;
        wall = state.now().wall();
    }

    /** Ends the settling of an end that could not be made durable before this was. */
    private Unikernel superseded() {
        return unikernel.run() instanceof Run.Settling ? unikernel.withRun(new Run.Idle(), wall) : unikernel;
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
        Sha256 image = unikernel.desired().orElseThrow().spec().image();
        state.tell(
                work.request(),
                unikernel.name(),
                before.isPresent() ? new UnikernelEvent.Replaced(image) : new UnikernelEvent.Created(image));
        return superseded().withWork(new Work.Swapping(work.request(), before, false, Lifecycle.CREATED));
    }

    @Override
    public Unikernel swapping(Work.Swapping work) {
        return unikernel;
    }

    @Override
    public Unikernel takingBack(Work.TakingBack work) {
        state.failed(work.request(), new Refusal.HostRefused(work.reason()));
        state.tell(work.request(), unikernel.name(), new UnikernelEvent.TakenBack(work.reason()));
        return unikernel.withWork(new Work.None());
    }

    @Override
    public Unikernel destroying(Work.Destroying work) {
        return superseded().withWork(new Work.Destroying(work.requests(), Optional.empty(), work.ran()));
    }

    @Override
    public Unikernel stopping(Work.Stopping work) {
        return unikernel.withWork(new Work.Stopping(work.request()));
    }

    @Override
    public Unikernel awaitingTurn(Work.AwaitingTurn work) {
        return unikernel;
    }

    @Override
    public Unikernel resuming(Work.Resuming work) {
        return unikernel.withWork(new Work.Swapping(work.request(), before, false, Lifecycle.STARTED));
    }
}
