package org.albatross.model;

import java.util.Optional;

/** About unikernels. */
public sealed interface UnikernelCommand extends Command {
    /** One method for each command. */
    interface Handler<R> {
        /** Handles {@link Info}. */
        R info(Info command);

        /** Handles {@link Get}. */
        R get(Get command);

        /** Handles {@link Create}. */
        R create(Create command);

        /** Handles {@link ForceCreate}. */
        R forceCreate(ForceCreate command);

        /** Handles {@link Restart}. */
        R restart(Restart command);

        /** Handles {@link Destroy}. */
        R destroy(Destroy command);
    }

    /** The forms in which {@code info} is asked for and answered. */
    enum InfoForm {
        /** Without start order, with one CPU. */
        V4,
        /** With one CPU. */
        V5,
        /** The present form. */
        CURRENT
    }

    /** Reports the running unikernels. */
    record Info(InfoForm form) implements UnikernelCommand {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.info(this);
        }
    }

    /** Returns the image; {@code level} 0 for uncompressed, to 9. */
    record Get(long level) implements UnikernelCommand {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.get(this);
        }
    }

    /** Creates a unikernel whose name is free. */
    record Create(UnikernelConfig config) implements UnikernelCommand {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.create(this);
        }
    }

    /** Creates a unikernel, in the place of one of the same name if there is one. */
    record ForceCreate(UnikernelConfig config) implements UnikernelCommand {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.forceCreate(this);
        }
    }

    /** Ends a unikernel and starts it again, with new arguments if they are given. */
    record Restart(Optional<Arguments> arguments) implements UnikernelCommand {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.restart(this);
        }
    }

    /** Ends a unikernel for good. */
    record Destroy() implements UnikernelCommand {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.destroy(this);
        }
    }

    /** Calls the handler's method for this command. */
    <R> R accept(Handler<R> handler);

    @Override
    default <R> R accept(Command.Handler<R> handler) {
        return handler.unikernel(this);
    }

    @Override
    default boolean isChange() {
        return !(this instanceof Info || this instanceof Get);
    }
}
