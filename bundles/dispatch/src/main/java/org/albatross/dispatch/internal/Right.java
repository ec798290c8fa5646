package org.albatross.dispatch.internal;

import org.albatross.model.BlockCommand;
import org.albatross.model.Command;
import org.albatross.model.ConsoleCommand;
import org.albatross.model.LifecycleCommand;
import org.albatross.model.LogCommand;
import org.albatross.model.PolicyCommand;
import org.albatross.model.Role;
import org.albatross.model.StatsCommand;
import org.albatross.model.UnikernelCommand;

/** What a command does, as far as that decides who may ask for it. */
enum Right {
    /** Asks who we are: for everybody whom a front end lets in. */
    GREET(Role.VIEWER),
    /** Reads what holds no secret, or what is told without its secrets. */
    READ(Role.VIEWER),
    /** Reads what unikernels print. */
    READ_CONSOLE(Role.VIEWER),
    /** Reads images and block devices. */
    READ_SECRET(Role.OPERATOR),
    /** Changes unikernels and block devices. */
    CHANGE(Role.OPERATOR),
    /** Adds or replaces the policy of a path: for who has a role above the path, since it is what limits those at it. */
    ADD_POLICY(Role.OPERATOR),
    /** Removes the policy of a path: likewise. */
    REMOVE_POLICY(Role.OPERATOR),
    /** Adds a certificate revocation list. */
    REVOKE(Role.ADMIN),
    /** What one platform says to another program of its own. */
    PLATFORM(Role.ADMIN);

    private final Role least;

    Right(Role least) {
        this.least = least;
    }

    /** Returns the least of the roles that have it. */
    Role least() {
        return least;
    }

    /** Returns what a command does. */
    static Right of(Command command) {
        return command.accept(OF);
    }

    private static Right changeOrRead(Command command) {
        return command.isChange() ? CHANGE : READ;
    }

    private static final Command.Handler<Right> OF = new Command.Handler<>() {
        @Override
        public Right console(ConsoleCommand command) {
            return command instanceof ConsoleCommand.Add ? PLATFORM : READ_CONSOLE;
        }

        @Override
        public Right stats(StatsCommand command) {
            return command instanceof StatsCommand.Subscribe ? READ : PLATFORM;
        }

        @Override
        public Right unikernel(UnikernelCommand command) {
            return command instanceof UnikernelCommand.Get ? READ_SECRET : changeOrRead(command);
        }

        @Override
        public Right policy(PolicyCommand command) {
            if (command instanceof PolicyCommand.Add || command instanceof PolicyCommand.AddChain) {
                return ADD_POLICY;
            }
            return command instanceof PolicyCommand.Remove ? REMOVE_POLICY : READ;
        }

        @Override
        public Right block(BlockCommand command) {
            return command.handsOutContents() ? READ_SECRET : changeOrRead(command);
        }

        @Override
        public Right lifecycle(LifecycleCommand command) {
            return changeOrRead(command);
        }

        @Override
        public Right log(LogCommand command) {
            return READ;
        }

        @Override
        public Right crl(Command.AddRevocationList command) {
            return REVOKE;
        }

        @Override
        public Right hello(Command.SayHello command) {
            return GREET;
        }

        @Override
        public Right role(Command.PersonRole command) {
            return PLATFORM;
        }
    };
}
