package org.albatross.core;

import java.util.Optional;
import org.albatross.model.Refusal;

/**
 * What follows when an image is staged or a change of the desired state is durable, or when either could
 * not be done. What was made durable is desired, whether somebody still waits for it or not.
 */
final class DesiredChanges {
    private final WorkingState state;
    private final Lifecycle lifecycle;
    private final Confirmations confirmations;
    private final ExitPolicy exitPolicy;

    DesiredChanges(WorkingState state, Lifecycle lifecycle, Confirmations confirmations, ExitPolicy exitPolicy) {
        this.state = state;
        this.lifecycle = lifecycle;
        this.confirmations = confirmations;
        this.exitPolicy = exitPolicy;
    }

    void staged(Input.Staged input) {
        state.staged(input.spec().image());
        Unikernel unikernel = state.find(input.name()).orElse(null);
        if (unikernel == null) {
            return;
        }
        Optional<Run.Running> outdated = outdatedBy(unikernel, input.ticket());
        if (outdated.isPresent()) {
            lifecycle.successorCanStart(unikernel, outdated.get());
            return;
        }
        if (!(unikernel.work() instanceof Work.Staging staging)
                || !staging.ticket().equals(input.ticket())) {
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
        Ticket ticket = state.ticket();
        state.put(state.store(unikernel, ticket, Optional.of(next))
                .withWork(new Work.Storing(staging.request(), ticket)));
    }

    /** A restart leaves it as it is; a replacement of one that is not confirmed falls back to what was. */
    private static Optional<Desired.Fallback> fallback(Work.Staging staging, Optional<Desired> latest) {
        if (staging.verifies().isPresent()) {
            return latest.flatMap(Desired::fallback);
        }
        return staging.confirmation()
                .flatMap(confirmation -> latest.map(old -> new Desired.Fallback(
                        old.fallback().map(Desired.Fallback::spec).orElse(old.spec()), confirmation)));
    }

    void refused(Input.Refused input) {
        state.find(input.name()).ifPresent(unikernel -> {
            if (unikernel.work() instanceof Work.Staging staging
                    && staging.ticket().equals(input.ticket())) {
                state.failed(staging.request(), new Refusal.HostRefused(input.reason()));
                lifecycle.advance(unikernel.withWork(new Work.None()));
            } else {
                outdatedBy(unikernel, input.ticket())
                        .ifPresent(running -> lifecycle.successorCannotStart(unikernel, running, input.reason()));
            }
        });
    }

    /** Returns what runs, when a ticket is that of the verification of what is desired in its place. */
    private static Optional<Run.Running> outdatedBy(Unikernel unikernel, Ticket ticket) {
        boolean awaited = unikernel.run() instanceof Run.Running running
                && running.outdated()
                        .filter(outdated -> outdated.ticket().equals(ticket))
                        .isPresent();
        return awaited ? Optional.of((Run.Running) unikernel.run()) : Optional.empty();
    }

    void stored(Input.Stored input) {
        Unikernel found = state.find(input.name()).orElse(null);
        if (found == null || !found.writes().containsKey(input.ticket())) {
            return;
        }
        Unikernel unikernel = found.written(input.ticket(), true);
        if (unikernel.run() instanceof Run.Settling settling
                && settling.ticket().equals(input.ticket())) {
            lifecycle.advance(exitPolicy.settled(found.desired(), unikernel));
        } else if (unikernel.run() instanceof Run.Running running && running.confirmsBy(input.ticket())) {
            confirmations.stored(
                    found, unikernel, running, running.unconfirmed().orElseThrow());
        } else if (unikernel.work().awaits(input.ticket())) {
            lifecycle.advance(unikernel.work().accept(new AfterStore(state, found.desired(), unikernel)));
        } else {
            lifecycle.advance(unikernel);
        }
    }

    void notStored(Input.NotStored input) {
        Unikernel found = state.find(input.name()).orElse(null);
        if (found == null || !found.writes().containsKey(input.ticket())) {
            return;
        }
        Unikernel unikernel = found.written(input.ticket(), false);
        String reason = input.reason();
        if (unikernel.run() instanceof Run.Settling settling
                && settling.ticket().equals(input.ticket())) {
            lifecycle.advance(exitPolicy.notSettled(unikernel, settling, reason));
        } else if (unikernel.run() instanceof Run.Running running && running.confirmsBy(input.ticket())) {
            confirmations.notStored(unikernel, running, running.unconfirmed().orElseThrow(), reason);
        } else if (unikernel.work().awaits(input.ticket())) {
            lifecycle.advance(unikernel.work().accept(new AfterFailedStore(state, lifecycle, unikernel, reason)));
        } else {
            lifecycle.advance(unikernel);
        }
    }
}
