package org.albatross.core;

import java.time.Instant;
import java.util.Optional;

/**
 * What follows when an image is staged or a change of the desired state is durable, or when either could
 * not be done. An outcome whose ticket nobody waits for was overtaken and changes nothing.
 */
final class DesiredChanges {
    private final Step step;
    private final Life life;
    private final Instant wall;

    DesiredChanges(Step step, Life life) {
        this.step = step;
        this.life = life;
        wall = step.now().wall();
    }

    void staged(Input.Staged input) {
        step.staged(input.spec().image());
        Unikernel unikernel = step.find(input.name()).orElse(null);
        if (unikernel == null
                || !(unikernel.work() instanceof Work.Staging staging)
                || staging.ticket() != input.ticket()) {
            return;
        }
        Optional<Desired> previous = unikernel.desired();
        Optional<Desired.Fallback> fallback = staging.confirmAfterSeconds() == 0
                ? Optional.empty()
                : previous.map(old -> new Desired.Fallback(old.spec(), staging.confirmAfterSeconds()));
        Desired next = new Desired(input.spec(), false, fallback);
        boolean settling = unikernel.run() instanceof Run.Settling;
        if (!settling && previous.filter(next::equals).isPresent()) {
            life.advance(unikernel.withWork(new Work.Swapping(staging.request(), previous, false, Life.CREATED)));
            return;
        }
        long ticket = step.store(input.name(), Optional.of(next));
        step.put(unikernel.withWork(new Work.Storing(staging.request(), ticket, next)));
    }

    void refused(Input.Refused input) {
        step.find(input.name()).ifPresent(unikernel -> {
            if (unikernel.work() instanceof Work.Staging staging && staging.ticket() == input.ticket()) {
                step.failed(staging.request(), input.reason());
                life.advance(unikernel.withWork(new Work.None()));
            }
        });
    }

    void stored(Input.Stored input) {
        Unikernel unikernel = step.find(input.name()).orElse(null);
        if (unikernel == null) {
            return;
        }
        if (unikernel.run() instanceof Run.Settling settling && settling.ticket() == input.ticket()) {
            life.settle(unikernel, settling);
        } else if (unikernel.work() instanceof Work.Storing storing && storing.ticket() == input.ticket()) {
            step.tell(
                    storing.request(),
                    input.name(),
                    unikernel.desired().isPresent() ? "replaced" : "created",
                    "image",
                    storing.next().spec().image().toString());
            life.advance(unikernel
                    .withDesired(Optional.of(storing.next()))
                    .withWork(new Work.Swapping(storing.request(), unikernel.desired(), false, Life.CREATED)));
        } else if (unikernel.work() instanceof Work.TakingBack takingBack && takingBack.ticket() == input.ticket()) {
            takenBack(unikernel, takingBack);
        } else if (unikernel.work() instanceof Work.Destroying destroying && destroying.ticket() == input.ticket()) {
            life.advance(unikernel
                    .withDesired(Optional.empty())
                    .withWork(new Work.Destroying(destroying.requests(), destroying.ticket(), true, destroying.ran())));
        } else if (unikernel.work() instanceof Work.Stopping stopping && stopping.ticket() == input.ticket()) {
            life.advance(unikernel
                    .withDesired(unikernel.desired().map(desired -> desired.withStopped(true)))
                    .withWork(new Work.Stopping(stopping.request(), stopping.ticket(), true)));
        } else if (unikernel.work() instanceof Work.Resuming resuming && resuming.ticket() == input.ticket()) {
            Optional<Desired> stopped = unikernel.desired();
            life.advance(unikernel
                    .withDesired(stopped.map(desired -> desired.withStopped(false)))
                    .withWork(new Work.Swapping(resuming.request(), stopped, false, Life.STARTED)));
        } else if (unikernel.work() instanceof Work.Confirming confirming && confirming.ticket() == input.ticket()) {
            step.tell(Input.NOBODY, input.name(), "confirmed");
            life.advance(unikernel
                    .withDesired(unikernel.desired().map(Desired::confirmed))
                    .withWork(new Work.None()));
        }
    }

    private void takenBack(Unikernel unikernel, Work.TakingBack takingBack) {
        step.failed(takingBack.request(), takingBack.reason());
        Unikernel back = unikernel.withDesired(takingBack.previous()).withWork(new Work.None());
        if (takingBack.previous().isEmpty()) {
            step.tell(takingBack.request(), unikernel.name(), "taken back", "reason", takingBack.reason());
            life.advance(back);
        } else if (takingBack.previous().get().stopped()) {
            step.put(back.withRun(new Run.Stopped(), wall));
        } else {
            life.launch(back, false);
        }
    }

    void notStored(Input.NotStored input) {
        Unikernel unikernel = step.find(input.name()).orElse(null);
        if (unikernel == null) {
            return;
        }
        Work work = unikernel.work();
        if (unikernel.run() instanceof Run.Settling settling && settling.ticket() == input.ticket()) {
            long ticket = step.wake(input.name(), step.limits().retryWaiting());
            step.tell(Input.NOBODY, input.name(), "not stored", "reason", input.reason());
            step.put(unikernel.withRun(new Run.Settling(ticket, settling.after()), wall));
        } else if (work instanceof Work.Storing storing && storing.ticket() == input.ticket()) {
            step.staged(storing.next().spec().image());
            giveUp(unikernel, storing.request(), input.reason());
        } else if (work instanceof Work.TakingBack takingBack && takingBack.ticket() == input.ticket()) {
            step.failed(takingBack.request(), takingBack.reason() + "; it stays desired: " + input.reason());
            life.advance(life.wait(unikernel.withWork(new Work.None()), Optional.empty(), takingBack.reason()));
        } else if (work instanceof Work.Destroying destroying && destroying.ticket() == input.ticket()) {
            destroying.requests().forEach(request -> step.failed(request, "not destroyed: " + input.reason()));
            resume(unikernel.withWork(new Work.None()));
        } else if (work instanceof Work.Stopping stopping && stopping.ticket() == input.ticket()) {
            giveUp(unikernel, stopping.request(), input.reason());
        } else if (work instanceof Work.Resuming resuming && resuming.ticket() == input.ticket()) {
            giveUp(unikernel, resuming.request(), input.reason());
        } else if (work instanceof Work.Confirming confirming && confirming.ticket() == input.ticket()) {
            step.tell(Input.NOBODY, input.name(), "not stored", "reason", input.reason());
            resume(unikernel.withWork(new Work.None()));
        }
    }

    private void giveUp(Unikernel unikernel, long request, String reason) {
        step.failed(request, reason);
        resume(unikernel.withWork(new Work.None()));
    }

    /** Goes on after work that came to nothing: a run that ended meanwhile is judged now. */
    private void resume(Unikernel unikernel) {
        if (unikernel.run() instanceof Run.Idle && unikernel.desired().isPresent()) {
            life.judge(unikernel, unikernel.lastExit().orElse(new Exit.Unknown()), 0);
        } else {
            life.advance(unikernel);
        }
    }
}
