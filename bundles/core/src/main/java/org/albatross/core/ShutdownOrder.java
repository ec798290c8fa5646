package org.albatross.core;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The order in which a shutdown ends unikernels: that of {@link StartOrder} backwards, so that what others rest on goes
 * last. What is held up for longer than {@link Limits#shutdownWithin} is ended without regard to the order.
 */
final class ShutdownOrder {
    private final WorkingState state;
    private final Lifecycle lifecycle;

    ShutdownOrder(WorkingState state, Lifecycle lifecycle) {
        this.state = state;
        this.lifecycle = lifecycle;
    }

    /** Ends those of each shutdown that have the highest start order of all that it has not ended yet. */
    void endNext() {
        if (!state.hasGroups()) {
            return;
        }
        List<Unikernel> all = state.index().ending().stream()
                .flatMap(name -> state.find(name).stream())
                .toList();
        Map<RequestId, Long> turns = new HashMap<>();
        all.forEach(unikernel ->
                ending(unikernel.work()).ifPresent(request -> turns.merge(request, startup(unikernel), Math::max)));
        List<Unikernel> next = all.stream()
                .filter(unikernel -> unikernel.work() instanceof Work.AwaitingTurn work
                        && Long.valueOf(startup(unikernel)).equals(turns.get(work.request())))
                .toList();
        next.forEach(unikernel -> ending(unikernel.work()).ifPresent(request -> lifecycle.end(unikernel, request)));
    }

    private static long startup(Unikernel unikernel) {
        return StartOrder.startup(unikernel.desired().orElseThrow());
    }

    /** Returns the request that ends what such work is done with, if one does. */
    static Optional<RequestId> ending(Work work) {
        if (work instanceof Work.AwaitingTurn waiting) {
            return Optional.of(waiting.request());
        }
        return work instanceof Work.Stopping stopping ? Optional.of(stopping.request()) : Optional.empty();
    }
}
