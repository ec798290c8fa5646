package org.albatross.core;

import java.time.Instant;
import java.util.Optional;
import org.albatross.model.UnikernelStatus;

/** What {@code status} shows of a run. A tender that is being started, ended or cleaned up counts as running. */
final class StatusOfRun implements Run.Handler<StatusOfRun.Shown> {
    private static final Shown RUNNING = shown(UnikernelStatus.State.RUNNING, Optional.empty());
    private static final Shown END_IS_STORED =
            shown(UnikernelStatus.State.RESTARTING, Optional.of("what follows its end is being stored"));

    /** The state, why it is in it, and when that is looked at again. */
    record Shown(UnikernelStatus.State state, Optional<String> reason, Optional<Instant> nextTry) {}

    private static Shown shown(UnikernelStatus.State state, Optional<String> reason) {
        return new Shown(state, reason, Optional.empty());
    }

    private static Shown waiting(String reason) {
        return shown(UnikernelStatus.State.WAITING, Optional.of(reason));
    }

    @Override
    public Shown idle(Run.Idle run) {
        return waiting("it is being prepared");
    }

    @Override
    public Shown queued(Run.Queued run) {
        return waiting("unikernels with a lower start order come first");
    }

    @Override
    public Shown starting(Run.Starting run) {
        return run.waitedFor().map(StatusOfRun::waiting).orElse(RUNNING);
    }

    @Override
    public Shown running(Run.Running run) {
        Optional<String> reason = run.outdated()
                .flatMap(Run.Outdated::reason)
                .map(cause -> "it is not what is desired, which cannot start: " + cause)
                .or(run::impairment)
                .or(() -> unchecked(run));
        return shown(UnikernelStatus.State.RUNNING, reason);
    }

    private static Optional<String> unchecked(Run.Running run) {
        return run.unconfirmed().orElse(null) instanceof Unconfirmed.Running unconfirmed
                ? unconfirmed
                        .checking()
                        .map(checking -> "it is not confirmed yet, its check has not succeeded"
                                + checking.reason().map(reason -> ": " + reason).orElse(""))
                : Optional.empty();
    }

    @Override
    public Shown ending(Run.Ending run) {
        return RUNNING;
    }

    @Override
    public Shown cleaning(Run.Cleaning run) {
        return RUNNING;
    }

    @Override
    public Shown ended(Run.Ended run) {
        return END_IS_STORED;
    }

    @Override
    public Shown settling(Run.Settling run) {
        return END_IS_STORED;
    }

    @Override
    public Shown backOff(Run.BackOff run) {
        return new Shown(UnikernelStatus.State.RESTARTING, Optional.empty(), Optional.of(run.nextTry()));
    }

    @Override
    public Shown waiting(Run.Waiting run) {
        return new Shown(UnikernelStatus.State.WAITING, Optional.of(run.reason()), Optional.of(run.nextTry()));
    }

    @Override
    public Shown stopped(Run.Stopped run) {
        return shown(UnikernelStatus.State.STOPPED, Optional.empty());
    }

    @Override
    public Shown unclear(Run.Unclear run) {
        return waiting("it cannot be known whether it runs: " + run.reason());
    }
}
