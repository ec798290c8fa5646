package org.albatross.model;

import java.time.Instant;

/**
 * What a peer may ask for: the wire's {@code Command}, old forms included. Dispatch through
 * {@link #accept}, so that a forgotten case does not compile.
 */
public sealed interface Command
        permits BlockCommand,
                ConsoleCommand,
                LifecycleCommand,
                LogCommand,
                PolicyCommand,
                StatsCommand,
                UnikernelCommand,
                Command.AddRevocationList,
                Command.PersonRole,
                Command.SayHello {
    /** One method for each resource that commands are about. */
    interface Handler<R> {
        /** Handles a command about consoles. */
        R console(ConsoleCommand command);

        /** Handles a command about statistics. */
        R stats(StatsCommand command);

        /** Handles a command about unikernels. */
        R unikernel(UnikernelCommand command);

        /** Handles a command about policies. */
        R policy(PolicyCommand command);

        /** Handles a command about block devices. */
        R block(BlockCommand command);

        /** Handles a command about the life of unikernels that only our peers know. */
        R lifecycle(LifecycleCommand command);

        /** Handles a subscription to the event log. */
        R log(LogCommand command);

        /** Handles a certificate revocation list. */
        R crl(AddRevocationList command);

        /** Handles the question who we are. */
        R hello(SayHello command);

        /** Handles the role of a person. */
        R role(PersonRole command);
    }

    /** Calls the handler's method for this command. */
    <R> R accept(Handler<R> handler);

    /**
     * Tells whether this changes something, and does not only ask. A change that was received to its last byte is
     * carried out whatever its sender does then; a question ends with who asked it.
     */
    boolean isChange();

    /** Where a subscription begins. */
    sealed interface Begin {
        /** With everything since a moment. */
        record Since(Instant time) implements Begin {}

        /** With the last {@code count} entries; any number may come from the wire. */
        record Count(long count) implements Begin {}
    }

    /** Ours: adds a certificate revocation list, in DER. */
    record AddRevocationList(Bytes crl) implements Command {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.crl(this);
        }

        @Override
        public boolean isChange() {
            return true;
        }
    }

    /**
     * Ours: what the holder of a certificate may do as a person, at JMX or on the web, at or below the path of its chain. It stands
     * in the place of a command in a certificate, and no socket carries it out.
     */
    record PersonRole(Kind kind) implements Command {
        /** What a person may do. */
        public enum Kind {
            /** Reads. */
            VIEWER,
            /** Reads and changes. */
            OPERATOR
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.role(this);
        }

        @Override
        public boolean isChange() {
            return false;
        }
    }

    /** Ours: asks for product, version and features. */
    record SayHello() implements Command {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.hello(this);
        }

        @Override
        public boolean isChange() {
            return false;
        }
    }
}
