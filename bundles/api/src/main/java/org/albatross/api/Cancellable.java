package org.albatross.api;

/** Something under way that its caller may lose interest in. */
@FunctionalInterface
public interface Cancellable {
    /** Something that is over already. */
    Cancellable NOTHING = () -> {};

    /**
     * Ends it: no call of its sink begins after this method has returned, but for the one that may be
     * running on another thread. A change that has been made durable stands. May be called more than once.
     */
    void cancel();
}
