package org.albatross.core;

import org.albatross.core.StateIndex.Turn;

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
        StateIndex index = state.index();
        if (index.queued().isEmpty()) {
            return;
        }
        long turn = index.queued().first().startup();
        if (!index.booting().isEmpty() && index.booting().first().startup() < turn) {
            return;
        }
        for (Turn next : index.queued()) {
            if (next.startup() > turn) {
                return;
            }
            state.find(next.name())
                    .filter(unikernel -> unikernel.work().leavesRunAlone())
                    .ifPresent(unikernel -> lifecycle.launch(unikernel, true));
        }
    }

    /** Returns the place in the order of what is desired so. */
    static long startup(Desired desired) {
        return desired.spec().arguments().startupOrDefault();
    }
}
