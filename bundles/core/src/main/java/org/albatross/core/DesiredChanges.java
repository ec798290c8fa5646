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
    private final Step step;
    private final Life life;
    private final RunOutcomes runs;
    private final ExitPolicy exitPolicy;
    private final Instant wall;

    DesiredChanges(Step step, Life life, RunOutcomes runs, ExitPolicy exitPolicy) {
        this.step = step;
        this.life = life;
        this.runs = runs;
        this.exitPolicy = exitPolicy;
        wall = step.now().wall();
    }

    void staged(Input.Staged input) {
        step.staged(input.spec().image());
        Unikernel unikernel = step.find(input.name()).orElse(null);
        if (unikernel != null && successor(unikernel, input.ticket()).isPresent()) {
            life.successorCanStart(unikernel);
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
            step.failed(staging.request(), new Refusal.EndedMeanwhile(input.name()));
            life.advance(unikernel.withWork(new Work.None()));
            return;
        }
        Desired next = new Desired(input.spec(), false, fallback(staging, latest));
        boolean durable = unikernel.writes().isEmpty() && !(unikernel.run() instanceof Run.Settling);
        if (durable && latest.filter(next::equals).isPresent()) {
            life.advance(unikernel.withWork(new Work.Swapping(staging.request(), latest, false, Life.CREATED)));
            return;
        }
        long ticket = step.ticket();
        step.put(
                step.store(unikernel, ticket, Optional.of(next)).withWork(new Work.Storing(staging.request(), ticket)));
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
        step.find(input.name()).ifPresent(unikernel -> {
            if (unikernel.work() instanceof Work.Staging staging && staging.ticket() == input.ticket()) {
                step.failed(staging.request(), new Refusal.HostRefused(input.reason()));
                life.advance(unikernel.withWork(new Work.None()));
            } else {
                successor(unikernel, input.ticket())
                        .ifPresent(outdated -> life.successorCannotStart(unikernel, outdated, input.reason()));
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
        Unikernel found = step.find(input.name()).orElse(null);
        if (found == null || !found.writes().containsKey(input.ticket())) {
            return;
        }
        Unikernel unikernel = found.written(input.ticket(), true);
        Work work = unikernel.work();
        Run run = unikernel.run();
        if (run instanceof Run.Settling settling && settling.ticket() == input.ticket()) {
            life.advance(exitPolicy.settled(found.desired(), unikernel));
        } else if (run instanceof Run.Running running && running.confirm() == input.ticket()) {
            runs.confirmed(unikernel, running);
        } else if (work instanceof Work.Storing storing && storing.ticket() == input.ticket()) {
            Sha256 image = unikernel.desired().orElseThrow().spec().image();
            step.tell(
                    storing.request(),
                    input.name(),
                    found.desired().isPresent()
                            ? new UnikernelEvent.Replaced(image)
                            : new UnikernelEvent.Created(image));
            life.advance(superseded(unikernel)
                    .withWork(new Work.Swapping(storing.request(), found.desired(), false, Life.CREATED)));
        } else if (work instanceof Work.TakingBack takingBack && takingBack.ticket() == input.ticket()) {
            step.failed(takingBack.request(), new Refusal.HostRefused(takingBack.reason()));
            step.tell(takingBack.request(), input.name(), new UnikernelEvent.TakenBack(takingBack.reason()));
            life.advance(unikernel.withWork(new Work.None()));
        } else if (work instanceof Work.Destroying destroying && destroying.ticket() == input.ticket()) {
            life.advance(superseded(unikernel)
                    .withWork(new Work.Destroying(destroying.requests(), destroying.ticket(), true, destroying.ran())));
        } else if (work instanceof Work.Stopping stopping && stopping.ticket() == input.ticket()) {
            life.advance(unikernel.withWork(new Work.Stopping(stopping.request(), stopping.ticket(), true)));
        } else if (work instanceof Work.Resuming resuming && resuming.ticket() == input.ticket()) {
            life.advance(
                    unikernel.withWork(new Work.Swapping(resuming.request(), found.desired(), false, Life.STARTED)));
        } else {
            life.advance(unikernel);
        }
    }

    /** Ends the settling of an end that could not be made durable before something else was. */
    private Unikernel superseded(Unikernel unikernel) {
        return unikernel.run() instanceof Run.Settling ? unikernel.withRun(new Run.Idle(), wall) : unikernel;
    }

    void notStored(Input.NotStored input) {
        Unikernel found = step.find(input.name()).orElse(null);
        if (found == null || !found.writes().containsKey(input.ticket())) {
            return;
        }
        Unikernel unikernel = found.written(input.ticket(), false);
        Work work = unikernel.work();
        Run run = unikernel.run();
        String reason = input.reason();
        if (run instanceof Run.Settling settling && settling.ticket() == input.ticket()) {
            life.advance(exitPolicy.notSettled(unikernel, settling, reason));
        } else if (run instanceof Run.Running running && running.confirm() == input.ticket()) {
            runs.notConfirmed(unikernel, running, reason);
        } else if (work instanceof Work.Storing storing && storing.ticket() == input.ticket()) {
            giveUp(unikernel, storing.request(), reason);
        } else if (work instanceof Work.TakingBack takingBack && takingBack.ticket() == input.ticket()) {
            step.failed(
                    takingBack.request(),
                    Refusal.of(List.of(
                            new Refusal.HostRefused(takingBack.reason()),
                            new Refusal.NotStored("it stays desired", reason))));
            life.advance(life.wait(unikernel.withWork(new Work.None()), Optional.empty(), takingBack.reason()));
        } else if (work instanceof Work.Destroying destroying && destroying.ticket() == input.ticket()) {
            destroying
                    .requests()
                    .forEach(request -> step.failed(request, new Refusal.NotStored("not destroyed", reason)));
            life.advance(unikernel.withWork(new Work.None()));
        } else if (work instanceof Work.Stopping stopping && stopping.ticket() == input.ticket()) {
            giveUp(unikernel, stopping.request(), reason);
        } else if (work instanceof Work.Resuming resuming && resuming.ticket() == input.ticket()) {
            giveUp(unikernel, resuming.request(), reason);
        } else {
            life.advance(unikernel);
        }
    }

    private void giveUp(Unikernel unikernel, long request, String reason) {
        step.failed(request, new Refusal.HostRefused(reason));
        life.advance(unikernel.withWork(new Work.None()));
    }
}
