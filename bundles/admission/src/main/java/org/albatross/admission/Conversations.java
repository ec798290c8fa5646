package org.albatross.admission;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.albatross.pki.IssuedCertificate;
import org.albatross.pki.TrustedChain;
import org.albatross.session.Sessions;
import org.albatross.session.Transport;

/**
 * The conversations about what verified chains ask, so that one whose certificates are revoked can be ended. Of the certificates
 * nothing is kept but what that needs: they may be large, and a conversation long. For any thread.
 */
public final class Conversations {
    private record Entry(List<IssuedCertificate> chain, Consumer<String> end) {}

    private final Map<Object, Entry> all = new ConcurrentHashMap<>();
    private final Refusals refusals;

    /** What was asked of all of them last: those that begin are asked, too, since their chains may have been verified before. */
    private volatile Function<List<IssuedCertificate>, Optional<String>> latest = chain -> Optional.empty();

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
        List<IssuedCertificate> issued = chain.issued();
        all.put(key, new Entry(issued, reason -> {}));
        Consumer<String> end = sessions.perform(
                transport, admission.caller(), admission.command().get(), () -> all.remove(key));
        endedBy(key, end);
        latest.apply(issued).ifPresent(end);
    }

    /** Adds one that others carry on, known by {@code key}. */
    public void add(Object key, TrustedChain chain, Consumer<String> end) {
        List<IssuedCertificate> issued = chain.issued();
        all.put(key, new Entry(issued, end));
        latest.apply(issued).ifPresent(end);
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
    public void endWhere(Function<List<IssuedCertificate>, Optional<String>> reason) {
        latest = reason;
        all.values().forEach(entry -> reason.apply(entry.chain()).ifPresent(entry.end()));
    }
}
