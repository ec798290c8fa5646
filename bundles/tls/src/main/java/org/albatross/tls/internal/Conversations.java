package org.albatross.tls.internal;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.albatross.pki.TrustedChain;

/** The conversations under way, so that one whose certificates are revoked can be ended. For any thread. */
final class Conversations {
    private record Entry(TlsTransport transport, TrustedChain chain, Consumer<String> end) {}

    private final Map<Object, Entry> all = new ConcurrentHashMap<>();

    /** Adds one that begins, known by {@code key}. */
    void begin(Object key, TlsTransport transport, TrustedChain chain) {
        all.put(key, new Entry(transport, chain, reason -> {}));
    }

    /** Says how one is ended for a reason, unless it is over already. */
    void endedBy(Object key, Consumer<String> end) {
        all.computeIfPresent(key, (same, entry) -> new Entry(entry.transport(), entry.chain(), end));
    }

    /** Forgets one that is over. */
    void remove(Object key) {
        all.remove(key);
    }

    /** Returns how many there are. */
    int count() {
        return all.size();
    }

    /** Closes all as they are, when no thread serves them any more. */
    void abandon() {
        all.values().forEach(entry -> entry.transport().abandon());
        all.clear();
    }

    /** Ends those for which there is a reason. */
    void endWhere(Function<TrustedChain, Optional<String>> reason) {
        all.values().forEach(entry -> reason.apply(entry.chain()).ifPresent(entry.end()));
    }
}
