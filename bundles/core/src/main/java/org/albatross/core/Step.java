package org.albatross.core;

import java.util.ArrayList;
import java.util.List;

/** The working copy of a state while one input is applied to it, and the effects so far. Not shared. */
final class Step {
    private final State state;
    private final List<Effect> effects = new ArrayList<>();

    Step(State state) {
        this.state = state;
    }

    Transition transition() {
        return new Transition(state, effects);
    }
}
