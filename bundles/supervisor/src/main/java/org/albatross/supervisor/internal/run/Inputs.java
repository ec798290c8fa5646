package org.albatross.supervisor.internal.run;

import org.albatross.core.Input;

/** Where what happens is told: the thread that holds the state. For any thread; never waits. */
@FunctionalInterface
public interface Inputs {
    /** Takes an input; inputs of one thread are applied in their order. */
    void post(Input input);
}
