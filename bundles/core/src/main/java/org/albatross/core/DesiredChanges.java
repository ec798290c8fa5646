package org.albatross.core;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.albatross.model.Refusal;
import org.albatross.model.Sha256;
import org.albatross.model.UnikernelEvent;

/**
 * What follows when an image is staged or a change of the desired state is durable, or when either could
 * not be done. What was made durable is desired, whether somebody still waits for it or not.
 */
final class DesiredChanges {
    private final WorkingState state;
    private final Lifecycle lifecycle;
    private final RunOutcomes runs;
    private final ExitPolicy exitPolicy;
    private final Instant wall;

    DesiredChanges(WorkingState state, Lifecycle lifecycle, RunOutcomes runs, ExitPolicy exitPolicy) {
        this.state = state;
        this.lifecycle = lifecycle;
        this.runs = runs;
        this.exitPolicy = exitPolicy;
        wall = state.now().wall();
    }

    void staged(Input.Staged input) {
        state.staged(input.spec().image());
        Unikernel unikernel = state.find(input.name()).orElse(null);
        if (unikernel != null && successor(unikernel, input.ticket()).isPresent()) {
            lifecycle.successorCanStart(unikernel);
            return;
        }
        if (unikernel == null
                || !(unikernel.work() instanceof Work.Staging staging)
                || staging.ticket() != input.ticket()) {
            return;
        }
        Optional<Desired> latest = unikernel.latest();
        boolean another = staging.verifies().isPresent()
                && !latest.map(desired -> desired.spec().image()).equals(staging.verifies());
        if (another) {
            state.failed(staging.request(), new Refusal.EndedMeanwhile(input.name()));
            lifecycle.advance(unikernel.withWork(new Work.None()));
            return;
        }
        Desired next = new Desired(input.spec(), false, fallback(staging, latest));
        boolean durable = unikernel.writes().isEmpty() && !(unikernel.run() instanceof Run.Settling);
        if (durable && latest.filter(next::equals).isPresent()) {
            lifecycle.advance(
                    unikernel.withWork(new Work.Swapping(staging.request(), latest, false, Lifecycle.CREATED)));
            return;
        }
        long ticket = state.ticket();
        state.put(state.store(unikernel, ticket, Optional.of(next))
                .withWork(new Work.Storing(staging.request(), ticket)));
    }

    /** A restart leaves it as it is; a replacement of one that is not confirmed falls back to what was. */
    private static Optional<Desired.Fallback> fallback(Work.Staging staging, Optional<Desired> latest) {
        if (staging.verifies().isPresent()) {
            return latest.flatMap(Desired::fallback);
        }
        if (staging.confirmAfterSeconds() == 0) {
            return Optional.empty();
        }
        return latest.map(old -> new Desired.Fallback(
                old.fallback().map(Desired.Fallback::spec).orElse(old.spec()), staging.confirmAfterSeconds()));
    }

    void refused(Input.Refused input) {
        state.find(input.name()).ifPresent(unikernel -> {
            if (unikernel.work() instanceof Work.Staging staging && staging.ticket() == input.ticket()) {
                state.failed(staging.request(), new Refusal.HostRefused(input.reason()));
                lifecycle.advance(unikernel.withWork(new Work.None()));
            } else {
                successor(unikernel, input.ticket())
                        .ifPresent(outdated -> lifecycle.successorCannotStart(unikernel, outdated, input.reason()));
            }
        });
    }

    /** Tells whether a ticket is that of the verification of what is desired, while something else runs. */
    private static Optional<Run.Outdated> successor(Unikernel unikernel, long ticket) {
        return unikernel.run() instanceof Run.Running running
                ? running.outdated().filter(outdated -> outdated.ticket() == ticket)
                : Optional.empty();
    }

    void stored(Input.Stored input) {
        Unikernel found = state.find(input.name()).orElse(null);
        if (found == null || !found.writes().containsKey(input.ticket())) {
            return;
        }
        Unikernel unikernel = found.written(input.ticket(), true);
        Work work = unikernel.work();
        Run run = unikernel.run();
        if (run instanceof Run.Settling settling && settling.ticket() == input.ticket()) {
            lifecycle.advance(exitPolicy.settled(found.desired(), unikernel));
        } else if (run instanceof Run.Running running && running.confirm() == input.ticket()) {
            runs.confirmed(unikernel, running);
        } else if (work instanceof Work.Storing storing && storing.ticket() == input.ticket()) {
            Sha256 image = unikernel.desired().orElseThrow().spec().image();
            state.tell(
                    storing.request(),
                    input.name(),
                    found.desired().isPresent()
                            ? new UnikernelEvent.Replaced(image)
                            : new UnikernelEvent.Created(image));
            lifecycle.advance(superseded(unikernel)
                    .withWork(new Work.Swapping(storing.request(), found.desired(), false, Lifecycle.CREATED)));
        } else if (work instanceof Work.TakingBack takingBack && takingBack.ticket() == input.ticket()) {
            state.failed(takingBack.request(), new Refusal.HostRefused(takingBack.reason()));
            state.tell(takingBack.request(), input.name(), new UnikernelEvent.TakenBack(takingBack.reason()));
            lifecycle.advance(unikernel.withWork(new Work.None()));
        } else if (work instanceof Work.Destroying destroying && destroying.ticket() == input.ticket()) {
            lifecycle.advance(superseded(unikernel)
                    .withWork(new Work.Destroying(destroying.requests(), destroying.ticket(), true, destroying.ran())));
        } else if (work instanceof Work.Stopping stopping && stopping.ticket() == input.ticket()) {
            lifecycle.advance(unikernel.withWork(new Work.Stopping(stopping.request(), stopping.ticket(), true)));
        } else if (work instanceof Work.Resuming resuming && resuming.ticket() == input.ticket()) {
            lifecycle.advance(unikernel.withWork(
                    new Work.Swapping(resuming.request(), found.desired(), false, Lifecycle.STARTED)));
        } else {
            lifecycle.advance(unikernel);
        }
    }

    /** Ends the settling of an end that could not be made durable before something else was. */
    private Unikernel superseded(Unikernel unikernel) {
        return unikernel.run() instanceof Run.Settling ? unikernel.withRun(new Run.Idle(), wall) : unikernel;
    }

    void notStored(Input.NotStored input) {
        Unikernel found = state.find(input.name()).orElse(null);
        if (found == null || !found.writes().containsKey(input.ticket())) {
            return;
        }
        Unikernel unikernel = found.written(input.ticket(), false);
        Work work = unikernel.work();
        Run run = unikernel.run();
        String reason = input.reason();
        if (run instanceof Run.Settling settling && settling.ticket() == input.ticket()) {
            lifecycle.advance(exitPolicy.notSettled(unikernel, settling, reason));
        } else if (run instanceof Run.Running running && running.confirm() == input.ticket()) {
            runs.notConfirmed(unikernel, running, reason);
        } else if (work instanceof Work.Storing storing && storing.ticket() == input.ticket()) {
            giveUp(unikernel, storing.request(), reason);
        } else if (work instanceof Work.TakingBack takingBack && takingBack.ticket() == input.ticket()) {
            state.failed(
                    takingBack.request(),
                    Refusal.of(List.of(
                            new Refusal.HostRefused(takingBack.reason()),
                            new Refusal.NotStored("it stays desired", reason))));
            lifecycle.advance(
                    lifecycle.wait(unikernel.withWork(new Work.None()), Optional.empty(), takingBack.reason()));
        } else if (work instanceof Work.Destroying destroying && destroying.ticket() == input.ticket()) {
            destroying
                    .requests()
                    .forEach(request -> state.failed(request, new Refusal.NotStored("not destroyed", reason)));
            lifecycle.advance(unikernel.withWork(new Work.None()));
        } else if (work instanceof Work.Stopping stopping && stopping.ticket() == input.ticket()) {
            giveUp(unikernel, stopping.request(), reason);
        } else if (work instanceof Work.Resuming resuming && resuming.ticket() == input.ticket()) {
            giveUp(unikernel, resuming.request(), reason);
        } else {
            lifecycle.advance(unikernel);
        }
    }

    private void giveUp(Unikernel unikernel, long request, String reason) {
        state.failed(request, new Refusal.HostRefused(reason));
        lifecycle.advance(unikernel.withWork(new Work.None()));
    }
}
