package org.albatross.core;

/**
 * What is to be done next for a unikernel: what the work under way wants, once its run is where that can be done; or,
 * when no work holds the run, what makes it follow what is desired. To be run at once, by whoever asked for it.
 */
final class NextEffect implements Work.Handler<Runnable>, Run.Handler<Runnable> {
    private final WorkingState state;
    private final Lifecycle lifecycle;
    private final ExitPolicy exitPolicy;
    private final Unikernel unikernel;

    private NextEffect(WorkingState state, Lifecycle lifecycle, ExitPolicy exitPolicy, Unikernel unikernel) {
        this.state = state;
        this.lifecycle = lifecycle;
        this.exitPolicy = exitPolicy;
        this.unikernel = unikernel;
    }

    private static void nothing() {}

    static Runnable of(WorkingState state, Lifecycle lifecycle, ExitPolicy exitPolicy, Unikernel unikernel) {
        return unikernel.work().accept(new NextEffect(state, lifecycle, exitPolicy, unikernel));
    }

    @Override
    public Runnable none(Work.None work) {
        return unikernel.desired().isPresent()
                        || !unikernel.writes().isEmpty()
                        || !(unikernel.run() instanceof Run.Idle)
                ? follow()
                : () -> state.remove(unikernel.name());
    }

    @Override
    public Runnable staging(Work.Staging work) {
        return follow();
    }

    @Override
    public Runnable storing(Work.Storing work) {
        return NextEffect::nothing;
    }

    @Override
    public Runnable swapping(Work.Swapping work) {
        if (work.launched()) {
            return NextEffect::nothing;
        }
        Work launched = new Work.Swapping(work.request(), work.previous(), true, work.done());
        return atRestOrTerminated(
                () -> lifecycle.launch(unikernel.withAttempts(0).withWork(launched), false));
    }

    @Override
    public Runnable takingBack(Work.TakingBack work) {
        return NextEffect::nothing;
    }

    @Override
    public Runnable destroying(Work.Destroying work) {
        return work.store().isPresent()
                ? NextEffect::nothing
                : atRestOrTerminated(() -> lifecycle.destroyed(unikernel, work));
    }

    @Override
    public Runnable stopping(Work.Stopping work) {
        return work.store().isPresent()
                ? NextEffect::nothing
                : atRestOrTerminated(() -> lifecycle.stopped(unikernel, work.request()));
    }

    @Override
    public Runnable awaitingTurn(Work.AwaitingTurn work) {
        return unikernel.run().atRest() ? () -> lifecycle.stopped(unikernel, work.request()) : NextEffect::nothing;
    }

    @Override
    public Runnable resuming(Work.Resuming work) {
        return NextEffect::nothing;
    }

    private Runnable atRestOrTerminated(Runnable then) {
        return unikernel.run().atRest() ? then : () -> lifecycle.terminate(unikernel);
    }

    /** Follows what is desired, once that is known to be durable. */
    private Runnable follow() {
        return unikernel.writes().isEmpty() && unikernel.desired().isPresent()
                ? unikernel.run().accept(this)
                : NextEffect::nothing;
    }

    private Desired desired() {
        return unikernel.desired().orElseThrow();
    }

    private Runnable orStopped(Runnable wanted) {
        return desired().stopped() ? () -> lifecycle.putStopped(unikernel) : wanted;
    }

    @Override
    public Runnable idle(Run.Idle run) {
        return orStopped(() -> lifecycle.launch(unikernel, false));
    }

    @Override
    public Runnable queued(Run.Queued run) {
        return orStopped(NextEffect::nothing);
    }

    @Override
    public Runnable starting(Run.Starting run) {
        return NextEffect::nothing;
    }

    @Override
    public Runnable running(Run.Running run) {
        if (desired().stopped()) {
            return () -> lifecycle.terminate(unikernel);
        }
        boolean other = run.outdated().isEmpty()
                && unikernel.work() instanceof Work.None
                && unikernel.running().filter(desired().spec()::equals).isEmpty();
        return other ? () -> lifecycle.lookAhead(unikernel, run) : NextEffect::nothing;
    }

    @Override
    public Runnable ending(Run.Ending run) {
        return NextEffect::nothing;
    }

    @Override
    public Runnable cleaning(Run.Cleaning run) {
        return NextEffect::nothing;
    }

    @Override
    public Runnable ended(Run.Ended run) {
        return () -> state.put(exitPolicy.next(unikernel, run));
    }

    @Override
    public Runnable settling(Run.Settling run) {
        return NextEffect::nothing;
    }

    @Override
    public Runnable backOff(Run.BackOff run) {
        return orStopped(NextEffect::nothing);
    }

    @Override
    public Runnable waiting(Run.Waiting run) {
        return orStopped(NextEffect::nothing);
    }

    @Override
    public Runnable stopped(Run.Stopped run) {
        return NextEffect::nothing;
    }

    @Override
    public Runnable unclear(Run.Unclear run) {
        return NextEffect::nothing;
    }
}
