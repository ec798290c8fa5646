package org.albatross.model;

import java.util.List;

/** About statistics. */
public sealed interface StatsCommand extends Command {
    /** One method for each command. */
    interface Handler<R> {
        /** Handles {@link Add}. */
        R add(Add command);

        /** Handles {@link Remove}. */
        R remove(Remove command);

        /** Handles {@link Subscribe}. */
        R subscribe(Subscribe command);

        /** Handles {@link Initial}. */
        R initial(Initial command);
    }

    /** From a supervisor to a stats daemon: sample this process. */
    record Add(Text vmmDevice, long pid, List<Interface> network) implements StatsCommand {
        /** Copies the list. */
        public Add {
            network = List.copyOf(network);
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.add(this);
        }
    }

    /** A network device of a unikernel and the tap that it is connected by. */
    record Interface(Text netDevice, Text tap) {}

    /** Stops sampling. */
    record Remove() implements StatsCommand {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.remove(this);
        }
    }

    /** Sends samples as they are taken. */
    record Subscribe() implements StatsCommand {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.subscribe(this);
        }
    }

    /** From a stats daemon to a supervisor: send me all that run. */
    record Initial() implements StatsCommand {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.initial(this);
        }
    }

    /** Calls the handler's method for this command. */
    <R> R accept(Handler<R> handler);

    @Override
    default <R> R accept(Command.Handler<R> handler) {
        return handler.stats(this);
    }

    @Override
    default boolean isChange() {
        return this instanceof Add || this instanceof Remove;
    }
}
