package org.albatross.core;

import java.util.ArrayList;
import java.util.List;

/** The order in which unikernels that do not run are launched at boot. */
final class StartOrder {
    private final WorkingState state;
    private final Lifecycle lifecycle;

    StartOrder(WorkingState state, Lifecycle lifecycle) {
        this.state = state;
        this.lifecycle = lifecycle;
    }

    /** Launches what waits for its turn: those of the lowest start order, when no lower one is under way. */
    void startQueued() {
        List<Unikernel> queued = new ArrayList<>();
        for (Unikernel unikernel : state.unikernels().values()) {
            if (unikernel.run() instanceof Run.Queued) {
                queued.add(unikernel);
            }
        }
        if (queued.isEmpty()) {
            return;
        }
        long turn = state.unikernels().values().stream()
                .filter(unikernel -> unikernel.run() instanceof Run.Queued
                        || (unikernel.run() instanceof Run.Starting starting && starting.atBoot()))
                .mapToLong(StartOrder::startup)
                .min()
                .orElseThrow();
        queued.stream()
                .filter(unikernel ->
                        startup(unikernel) == turn && unikernel.work().leavesRunAlone())
                .forEach(unikernel -> lifecycle.launch(unikernel, true));
    }

    /** Returns the start order of one that is desired. */
    static long startup(Unikernel unikernel) {
        return unikernel.desired().orElseThrow().spec().arguments().startupOrDefault();
    }
}
