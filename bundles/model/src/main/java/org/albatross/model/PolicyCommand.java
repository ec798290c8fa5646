package org.albatross.model;

/** About policies. */
public sealed interface PolicyCommand extends Command {
    /** One method for each command. */
    interface Handler<R> {
        /** Handles {@link Info}. */
        R info(Info command);

        /** Handles {@link Add}. */
        R add(Add command);

        /** Handles {@link Remove}. */
        R remove(Remove command);
    }

    /** Reports the policies at and below the path. */
    record Info() implements PolicyCommand {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.info(this);
        }
    }

    /** Adds or replaces the policy of the path. */
    record Add(Policy policy) implements PolicyCommand {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.add(this);
        }
    }

    /** Removes the policy of the path. */
    record Remove() implements PolicyCommand {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.remove(this);
        }
    }

    /** Calls the handler's method for this command. */
    <R> R accept(Handler<R> handler);

    @Override
    default <R> R accept(Command.Handler<R> handler) {
        return handler.policy(this);
    }

    @Override
    default boolean isChange() {
        return !(this instanceof Info);
    }
}
