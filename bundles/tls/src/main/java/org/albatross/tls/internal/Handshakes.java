package org.albatross.tls.internal;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.albatross.session.Share;

/**
 * The handshakes under way, at most so many, and of one network at most a share of them. When there is one too many, the oldest
 * one goes, of the network that has the most. For any thread.
 */
final class Handshakes {
    private final Share limit;
    private final Set<Handshake> all = new LinkedHashSet<>();
    private final Map<String, Integer> ofNetwork = new HashMap<>();

    /** None yet, and never more than the limit says, where an account is a network. */
    Handshakes(Share limit) {
        this.limit = limit;
    }

    /** Adds one, which may turn another one away. */
    void add(Handshake handshake) {
        String network = handshake.peer().network();
        Optional<Handshake> victim = Optional.empty();
        String reason = "";
        synchronized (this) {
            all.add(handshake);
            int count = ofNetwork.merge(network, 1, Integer::sum);
            if (count > limit.perAccount()) {
                victim = oldest(network);
                reason = "at most " + limit.perAccount() + " handshakes with " + network;
            } else if (all.size() > limit.most()) {
                victim = oldest();
                reason = "at most " + limit.most() + " handshakes";
            }
            victim.ifPresent(this::remove);
        }
        String told = reason + " may be under way, and this one was the oldest";
        victim.ifPresent(oldest -> oldest.evict(told));
    }

    /** Ends one, as when no descriptor was left for another connection. */
    void makeRoom() {
        Optional<Handshake> victim;
        synchronized (this) {
            victim = oldest();
            victim.ifPresent(this::remove);
        }
        victim.ifPresent(oldest -> oldest.evict("the platform has no descriptor left, and this one was the oldest"));
    }

    private Optional<Handshake> oldest() {
        return ofNetwork.entrySet().stream()
                .max(Comparator.comparingInt(Map.Entry::getValue))
                .flatMap(most -> oldest(most.getKey()));
    }

    private Optional<Handshake> oldest(String network) {
        return all.stream()
                .filter(handshake -> handshake.peer().network().equals(network))
                .findFirst();
    }

    /** Says that one is over. */
    synchronized void remove(Handshake handshake) {
        if (all.remove(handshake)) {
            ofNetwork.computeIfPresent(handshake.peer().network(), (network, count) -> count == 1 ? null : count - 1);
        }
    }

    /** Returns all. */
    synchronized List<Handshake> all() {
        return List.copyOf(all);
    }
}
