package org.albatross.local.internal;

import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * All connections, at most so many. One that waits for a command has to go when there is one too many, the
 * one that has waited longest first; never one whose command is under way, nor a subscription.
 */
final class Connections {
    /** A client on a busy machine has asked by then. */
    private static final Duration YOUNG = Duration.ofSeconds(2);

    private static final long LOOK_MILLIS = 20;

    private final int most;
    private final Set<Connection> all = new HashSet<>();
    private final Set<Connection> waiting = new LinkedHashSet<>();

    /** No connections yet, and never more than {@code most}. */
    Connections(int most) {
        this.most = most;
    }

    /** Adds a connection that waits for a command, which may turn another one or itself away. */
    void add(Connection connection) {
        Connection victim;
        synchronized (this) {
            all.add(connection);
            waiting.add(connection);
            if (all.size() <= most) {
                return;
            }
            Iterator<Connection> longest = waiting.iterator();
            victim = longest.next();
            longest.remove();
        }
        victim.evict("at most " + most + " connections may be open, and this one has waited longest for a command");
    }

    /** Says that a connection waits for a command, again or not. */
    synchronized void waiting(Connection connection, boolean waits) {
        waiting.remove(connection);
        if (waits && all.contains(connection)) {
            waiting.add(connection);
        }
    }

    /** Says that a connection is closed. */
    synchronized void remove(Connection connection) {
        all.remove(connection);
        waiting.remove(connection);
    }

    /** Returns all connections. */
    synchronized List<Connection> all() {
        return List.copyOf(all);
    }

    /** Waits until no command is unanswered and none is about to come on a connection just made, or the time is over. */
    void awaitQuiet(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (all().stream().anyMatch(connection -> connection.isExpectant(YOUNG)) && System.nanoTime() < end) {
            synchronized (this) {
                wait(LOOK_MILLIS);
            }
        }
    }
}
