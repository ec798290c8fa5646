package org.albatross.admission;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.albatross.pki.TrustedChain;
import org.albatross.session.Sessions;
import org.albatross.session.Transport;

/** The conversations about what verified chains ask, so that one whose certificates are revoked can be ended. For any thread. */
public final class Conversations {
    private record Entry(TrustedChain chain, Consumer<String> end) {}

    private final Map<Object, Entry> all = new ConcurrentHashMap<>();
    private final Refusals refusals;

    /** What was asked of all of them last: those that begin are asked, too, since their chains may have been verified before. */
    private volatile Function<TrustedChain, Optional<String>> latest = chain -> Optional.empty();

    /** None yet; who is turned away is told to {@code refusals}. */
    public Conversations(Refusals refusals) {
        this.refusals = refusals;
    }

    /**
     * Begins one about what a chain leads to, or says why nothing is carried out. On the transport's thread.
     *
     * @param peer what the log calls the peer
     */
    public void begin(Sessions sessions, Transport transport, String peer, TrustedChain chain, Admission admission) {
        if (admission.command().isEmpty()) {
            refusals.certificate(peer, admission.refusal());
            sessions.refuse(transport, admission.caller(), admission.about(), admission.refusal());
            return;
        }
        Object key = new Object();
        all.put(key, new Entry(chain, reason -> {}));
        Consumer<String> end = sessions.perform(
                transport, admission.caller(), admission.command().get(), () -> all.remove(key));
        endedBy(key, end);
        latest.apply(chain).ifPresent(end);
    }

    /** Adds one that others carry on, known by {@code key}. */
    public void add(Object key, TrustedChain chain, Consumer<String> end) {
        all.put(key, new Entry(chain, end));
        latest.apply(chain).ifPresent(end);
    }

    /** Forgets one that was added. */
    public void remove(Object key) {
        all.remove(key);
    }

    /** It may be over already. */
    private void endedBy(Object key, Consumer<String> end) {
        all.computeIfPresent(key, (same, entry) -> new Entry(entry.chain(), end));
    }

    /** Returns how many there are. */
    public int count() {
        return all.size();
    }

    /** Ends those for which there is a reason, and from now on those that begin. */
    public void endWhere(Function<TrustedChain, Optional<String>> reason) {
        latest = reason;
        all.values().forEach(entry -> reason.apply(entry.chain()).ifPresent(entry.end()));
    }
}
