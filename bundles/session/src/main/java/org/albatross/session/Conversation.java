package org.albatross.session;

import org.albatross.model.BlockCommand;
import org.albatross.model.Command;
import org.albatross.model.ConsoleCommand;
import org.albatross.model.LifecycleCommand;
import org.albatross.model.LogCommand;
import org.albatross.model.PolicyCommand;
import org.albatross.model.StatsCommand;
import org.albatross.model.UnikernelCommand;

/** How a conversation goes on after a command (wire-protocol section 4). */
final class Conversation {
    private Conversation() {}

    /** Tells whether the answer is followed by data for as long as the peer likes. */
    static boolean isSubscription(Command command) {
        return command instanceof ConsoleCommand.Subscribe
                || command instanceof LogCommand
                || command instanceof StatsCommand.Subscribe
                || turnsRound(command);
    }

    /** Tells whether commands go to the peer from the answer on, so that what it sends are answers, which nobody reads. */
    static boolean turnsRound(Command command) {
        return command instanceof StatsCommand.Initial;
    }

    /** Tells whether another command may follow when this one has succeeded. */
    static boolean staysOpen(Command command) {
        return command instanceof PolicyCommand.Add
                || command instanceof StatsCommand.Add
                || command instanceof StatsCommand.Remove
                || command instanceof Command.SayHello;
    }

    /** Tells whether the command asks for what lies in memory, so that to hand it in takes no time to speak of. */
    static boolean isBrief(Command command) {
        return command instanceof UnikernelCommand.Info
                || command instanceof LifecycleCommand.Status
                || command instanceof BlockCommand.Info
                || command instanceof Command.SayHello;
    }

    /** Tells whether raw frames follow the command. */
    static boolean takesData(Command command) {
        return command instanceof BlockCommand.Set;
    }
}
