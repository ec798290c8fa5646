package org.albatross.edge.internal;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The receptions under way, at most so many; with one more the oldest one goes. For any thread. */
final class Receptions {
    private final int most;
    private final Set<Reception> all = new LinkedHashSet<>();

    /** None yet, and never more than {@code most}. */
    Receptions(int most) {
        this.most = most;
    }

    /** Adds one, which may turn another one away. */
    void add(Reception reception) {
        Optional<Reception> victim = Optional.empty();
        synchronized (this) {
            all.add(reception);
            if (all.size() > most) {
                victim = oldest();
            }
        }
        victim.ifPresent(oldest -> oldest.evict(
                "at most " + most + " connections may wait for an introduction, and this one was the oldest"));
    }

    /** Ends one, as when no descriptor was left for another connection. */
    void makeRoom() {
        Optional<Reception> victim;
        synchronized (this) {
            victim = oldest();
        }
        victim.ifPresent(oldest -> oldest.evict("the platform has no descriptor left, and this one was the oldest"));
    }

    private Optional<Reception> oldest() {
        Optional<Reception> oldest = all.stream().findFirst();
        oldest.ifPresent(all::remove);
        return oldest;
    }

    /** Says that one is over. */
    synchronized void remove(Reception reception) {
        all.remove(reception);
    }

    /** Returns how many there are. */
    synchronized int count() {
        return all.size();
    }

    /** Returns all. */
    synchronized List<Reception> all() {
        return List.copyOf(all);
    }
}
