package org.albatross.core;

/**
 * The one function that decides: a state and an input give the next state and the effects to perform.
 *
 * <p>Questions ({@code info}, {@code policy}, {@code status}, block info) are no inputs: {@link Queries} answers them from
 * a state.
 */
public final class Core implements Input.Handler {
    private final WorkingState state;
    private final Lifecycle lifecycle;
    private final Confirmations confirmations;
    private final RunOutcomes runs;
    private final DesiredChanges changes;
    private final StartOrder startOrder;
    private final ShutdownOrder shutdownOrder;

    private Core(WorkingState state) {
        this.state = state;
        ExitPolicy exitPolicy = new ExitPolicy(state);
        lifecycle = new Lifecycle(state, exitPolicy);
        confirmations = new Confirmations(state, lifecycle);
        runs = new RunOutcomes(state, lifecycle, confirmations, exitPolicy);
        changes = new DesiredChanges(state, lifecycle, confirmations, exitPolicy);
        startOrder = new StartOrder(state, lifecycle);
        shutdownOrder = new ShutdownOrder(state, lifecycle);
    }

    /**
     * Applies one input.
     *
     * @param now when; see {@link Now}
     */
    public static Transition apply(State before, Input input, Now now) {
        WorkingState state = new WorkingState(before, now);
        Core core = new Core(state);
        input.accept(core);
        core.startOrder.startQueued();
        core.shutdownOrder.endNext();
        return state.transition();
    }

    @Override
    public void asked(Input.Asked input) {
        input.command()
                .accept(new Commands(state, lifecycle, input))
                .ifPresent(reply -> state.answer(input.request(), reply));
    }

    @Override
    public void staged(Input.Staged input) {
        changes.staged(input);
    }

    @Override
    public void refused(Input.Refused input) {
        changes.refused(input);
    }

    @Override
    public void stored(Input.Stored input) {
        changes.stored(input);
    }

    @Override
    public void notStored(Input.NotStored input) {
        changes.notStored(input);
    }

    @Override
    public void policiesStored(Input.PoliciesStored input) {
        new PolicyChanges(state).stored(input);
    }

    @Override
    public void policiesNotStored(Input.PoliciesNotStored input) {
        new PolicyChanges(state).notStored(input);
    }

    @Override
    public void blockChanged(Input.BlockChanged input) {
        BlockChanges.changed(state, input);
    }

    @Override
    public void blockNotChanged(Input.BlockNotChanged input) {
        BlockChanges.notChanged(state, input);
    }

    @Override
    public void started(Input.Started input) {
        runs.started(input);
    }

    @Override
    public void notStarted(Input.NotStarted input) {
        runs.notStarted(input);
    }

    @Override
    public void ended(Input.Ended input) {
        runs.ended(input);
    }

    @Override
    public void cleaned(Input.Cleaned input) {
        runs.cleaned(input);
    }

    @Override
    public void woken(Input.Woken input) {
        runs.woken(input);
    }

    @Override
    public void checked(Input.Checked input) {
        confirmations.checked(input);
    }

    @Override
    public void impaired(Input.Impaired input) {
        runs.impaired(input);
    }

    @Override
    public void takenOver(Input.TakenOver input) {
        input.found().forEach(found -> AfterTakeOver.goOn(state, lifecycle, runs, found));
    }
}
