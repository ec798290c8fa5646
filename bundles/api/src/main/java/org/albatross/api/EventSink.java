package org.albatross.api;

import org.albatross.model.EventRecord;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Gets every change and every step of a unikernel's life. A sink has a bounded queue and a thread of its
 * own before it, so that one that is slow, stopped or failing delays no command.
 */
@ConsumerType
public interface EventSink {
    /** Takes an event. Events come in the order in which they happened, one call after the other, on a thread of the sink's own. */
    void accept(EventRecord told);

    /** Tells, before the next event and on the same thread, how many events in front of it found no room. */
    default void lost(long number) {}

    /**
     * Tells whether this sink keeps events for good: those that come before it is there, and while it is being replaced,
     * then wait for it. There is one such sink at a time.
     */
    default boolean keepsEvents() {
        return false;
    }
}
