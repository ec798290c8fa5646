package org.albatross.core;

/**
 * The one function that decides: a state and an input give the next state and the effects to perform.
 *
 * <p>Queries ({@code info}, {@code policy}, {@code status}, block info) are inputs too: they leave the state
 * as it is and answer.
 */
public final class Core {
    private Core() {}

    /**
     * Applies one input.
     *
     * @param now when; see {@link Moment}
     */
    public static Transition apply(State state, Input input, Moment now) {
        Step step = new Step(state);
        return step.transition();
    }
}
