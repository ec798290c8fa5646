package org.albatross.model;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** About policies. */
public sealed interface PolicyCommand extends Command {
    /** One method for each command. */
    interface Handler<R> {
        /** Handles {@link Info}. */
        R info(Info command);

        /** Handles {@link Add}. */
        R add(Add command);

        /** Handles {@link AddChain}. */
        R addChain(AddChain command);

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

    /**
     * Adds or replaces the policies of a chain of certificates, all or none: what is checked is how all of them go together
     * with what is there. It has no form on the wire: the platform's own endpoint asks for it, since a chain says all of
     * its policies at once.
     *
     * @param policies by path, at least one; those that are unchanged are no change
     */
    record AddChain(SortedMap<Path, Policy> policies) implements PolicyCommand {
        /** Copies the map; throws {@link IllegalArgumentException} for an empty one. */
        public AddChain {
            policies = Collections.unmodifiableSortedMap(new TreeMap<>(policies));
            if (policies.isEmpty()) {
                throw new IllegalArgumentException("a chain without a policy");
            }
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.addChain(this);
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
