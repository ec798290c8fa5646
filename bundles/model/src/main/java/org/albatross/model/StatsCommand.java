package org.albatross.model;

import java.util.List;

/** About statistics. */
public sealed interface StatsCommand extends Command {
    /** From a supervisor to a stats daemon: sample this process. */
    record Add(Text vmmDevice, long pid, List<Interface> network) implements StatsCommand {
        /** Copies the list. */
        public Add {
            network = List.copyOf(network);
        }
    }

    /** A network device of a unikernel and the tap that it is connected by. */
    record Interface(Text netDevice, Text tap) {}

    /** Stops sampling. */
    record Remove() implements StatsCommand {}

    /** Sends samples as they are taken. */
    record Subscribe() implements StatsCommand {}

    /** From a stats daemon to a supervisor: send me all that run. */
    record Initial() implements StatsCommand {}

    @Override
    default <R> R accept(Command.Handler<R> handler) {
        return handler.stats(this);
    }
}
