package org.albatross.api;

/**
 * Something under way whose caller may go away. A question, a transfer to the caller and a subscription end then. A
 * change does not: once it was received to its last byte it is carried out whatever its caller does, as if somebody
 * still listened. Who wants a change undone asks for its opposite.
 */
@FunctionalInterface
public interface Cancellable {
    /** Something that is over already. */
    Cancellable NOTHING = () -> {};

    /**
     * Says that the caller is gone: no call of its sink begins after this method has returned, but for the one that
     * may be running on another thread. May be called more than once.
     */
    void cancel();
}
