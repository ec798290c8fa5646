package org.albatross.console.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * The lines that a subscription has not read and the ring no longer keeps: copies of the ring, made when a run ends,
 * so that its end waits for no subscriber. Not safe for several threads: the console's lock is held.
 */
final class Backlog {
    /** How many copies of a ring (884 KiB each) all subscriptions of the host may have at one time. */
    static final int MOST_COPIES = 32;

    /**
     * How many of them one subscription may have: enough for a pipe that is full of lines of a dozen characters, each of
     * which takes four times its length in a ring.
     */
    static final int MOST_COPIES_OF_ONE = 8;

    private final Semaphore places;
    private final Deque<Records> copies = new ArrayDeque<>();

    /**
     * An empty backlog.
     *
     * @param places how many copies may still be made, shared by all subscriptions
     */
    Backlog(Semaphore places) {
        this.places = places;
    }

    /**
     * Keeps what a ring holds now.
     *
     * @return whether there was a place for it
     */
    boolean keep(Ring ring) {
        boolean kept = copies.size() < MOST_COPIES_OF_ONE && places.tryAcquire();
        if (kept) {
            copies.add(ring.copy());
        }
        return kept;
    }

    /** Returns where the ring is to be read from when all of this was read; nothing when it is empty. */
    Optional<Cursor> end() {
        return Optional.ofNullable(copies.peekLast()).map(Records::end);
    }

    /** Returns at most {@code count} lines from {@code cursor} on, and forgets the copies that end before it. */
    List<Line> read(Cursor cursor, int count) {
        while (!copies.isEmpty() && cursor.position() >= copies.element().end().position()) {
            copies.remove();
            places.release();
        }
        return copies.isEmpty() ? List.of() : copies.element().read(cursor, count);
    }

    /** Tells whether everything was read, as of the last {@link #read}. */
    boolean isEmpty() {
        return copies.isEmpty();
    }

    /** Forgets everything. */
    void clear() {
        places.release(copies.size());
        copies.clear();
    }
}
