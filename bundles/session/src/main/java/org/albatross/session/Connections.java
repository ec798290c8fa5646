package org.albatross.session;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * All connections, at most so many, and of one account at most a share of them. When there is one too many, one goes
 * that waits for a command: of the account that has the most connections, and there the one that has waited longest
 * for its first command, before any that has had one. Never one whose command is under way, nor a subscription.
 */
final class Connections {
    /** A client on a busy machine has asked by then. */
    private static final Duration YOUNG = Duration.ofSeconds(2);

    private static final long LOOK_MILLIS = 20;

    private final Share limit;
    private final Set<Connection> all = new HashSet<>();
    private final Map<String, Holdings> holders = new HashMap<>();
    private final Set<Connection> newcomers = new LinkedHashSet<>();
    private final Set<Connection> between = new LinkedHashSet<>();

    /** No connections yet, and never more than the limit says. */
    Connections(Share limit) {
        this.limit = limit;
    }

    /** What one account has of what is common. */
    static final class Holdings {
        private final AtomicLong unread = new AtomicLong();
        private int connections;

        /** Counts the bytes that it has not taken, on all its connections together. */
        AtomicLong unread() {
            return unread;
        }
    }

    /** Returns the holdings of an account that has one more connection from now on, which is to be {@linkplain #add added}. */
    synchronized Holdings open(String account) {
        Holdings holdings = holders.computeIfAbsent(account, first -> new Holdings());
        holdings.connections++;
        return holdings;
    }

    /** Adds a connection that waits for its first command, which may turn another one or itself away. */
    void add(Connection connection) {
        String account = connection.caller().account();
        Optional<Connection> victim = Optional.empty();
        String reason = "";
        synchronized (this) {
            all.add(connection);
            if (connectionsOf(account) > limit.perAccount()) {
                reason = "at most " + limit.perAccount() + " connections of one user may be open";
                victim = Optional.of(longestWaiting(account).orElse(connection));
            } else if (all.size() > limit.most()) {
                reason = "at most " + limit.most() + " connections may be open";
                victim = Optional.of(longestWaiting().orElse(connection));
            }
            newcomers.add(connection);
            victim.ifPresent(this::waitsNoLonger);
        }
        String told = reason + ", and this one has waited longest for a command";
        victim.ifPresent(chosen -> chosen.evict(told));
    }

    /** Adds a connection whose command is known, and returns why it is not carried out, if there are too many. */
    synchronized Optional<String> admit(Connection connection) {
        all.add(connection);
        if (connectionsOf(connection.caller().account()) > limit.perAccount()) {
            return Optional.of("at most " + limit.perAccount() + " connections of "
                    + connection.caller().account() + " may be open, and as many are; try again later");
        }
        return all.size() > limit.most()
                ? Optional.of("at most " + limit.most() + " connections may be open, and as many are; try again later")
                : Optional.empty();
    }

    /** Closes one that waits for a command, as when no descriptor was left for another one. */
    void makeRoom(String reason) {
        Optional<Connection> victim;
        synchronized (this) {
            victim = longestWaiting();
            victim.ifPresent(this::waitsNoLonger);
        }
        victim.ifPresent(chosen -> chosen.evict(reason));
    }

    private Optional<Connection> longestWaiting() {
        return Stream.concat(newcomers.stream(), between.stream())
                .map(connection -> connection.caller().account())
                .max(Comparator.comparing(this::connectionsOf))
                .flatMap(this::longestWaiting);
    }

    private int connectionsOf(String account) {
        return Optional.ofNullable(holders.get(account))
                .map(holdings -> holdings.connections)
                .orElse(0);
    }

    private Optional<Connection> longestWaiting(String account) {
        return Stream.concat(newcomers.stream(), between.stream())
                .filter(connection -> connection.caller().account().equals(account))
                .findFirst();
    }

    /** Says that a connection waits for another command. */
    synchronized void waits(Connection connection) {
        if (all.contains(connection)) {
            between.add(connection);
        }
    }

    /** Says that a connection waits for no command any more. */
    synchronized void waitsNoLonger(Connection connection) {
        newcomers.remove(connection);
        between.remove(connection);
    }

    /** Says that a connection is closed. */
    synchronized void remove(Connection connection) {
        if (all.remove(connection)) {
            holders.computeIfPresent(connection.caller().account(), (account, holdings) -> {
                holdings.connections--;
                return holdings.connections == 0 ? null : holdings;
            });
        }
        waitsNoLonger(connection);
    }

    /** Returns how many connections there are. */
    synchronized int size() {
        return all.size();
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
