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
}
