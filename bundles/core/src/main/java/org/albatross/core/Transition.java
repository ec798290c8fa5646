package org.albatross.core;

import java.util.List;

/** What an input leads to: the next state, and what is to be done, in this order. */
public record Transition(State state, List<Effect> effects) {
    /** Copies the list. */
    public Transition {
        effects = List.copyOf(effects);
    }
}
