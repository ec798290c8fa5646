package org.albatross.model;

/** About policies. */
public sealed interface PolicyCommand extends Command {
    /** Reports the policies at and below the path. */
    record Info() implements PolicyCommand {}

    /** Adds or replaces the policy of the path. */
    record Add(Policy policy) implements PolicyCommand {}

    /** Removes the policy of the path. */
    record Remove() implements PolicyCommand {}

    @Override
    default <R> R accept(Command.Handler<R> handler) {
        return handler.policy(this);
    }
}
