package org.albatross.model;

/**
 * A change, or a step of a unikernel's life: what an event log keeps and a notification tells. Never an argument of a
 * unikernel (they hold secrets), never a key, nor anything that a guest has written. Dispatch through {@link #accept},
 * so that a forgotten case does not compile; {@link EventFields} has the words.
 */
public sealed interface Event
        permits AccessEvent, BlockEvent, CommandEvent, PlatformEvent, PolicyEvent, UnikernelEvent {
    /**
     * One method for each resource that events are about.
     *
     * @param <R> what it returns
     */
    interface Handler<R> {
        /** Handles a step of a unikernel's life. */
        R unikernel(UnikernelEvent event);

        /** Handles a change of a policy. */
        R policy(PolicyEvent event);

        /** Handles what becomes of a block device. */
        R block(BlockEvent event);

        /** Handles what came of a command. */
        R command(CommandEvent event);

        /** Handles what becomes of the platform. */
        R platform(PlatformEvent event);

        /** Handles a change of who may do what. */
        R access(AccessEvent event);
    }

    /** Calls the handler's method for this event. */
    <R> R accept(Handler<R> handler);
}
