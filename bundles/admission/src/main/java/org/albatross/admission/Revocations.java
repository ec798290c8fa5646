package org.albatross.admission;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.albatross.api.Cancellable;
import org.albatross.api.RevocationLists;
import org.albatross.api.Sink;
import org.albatross.model.Bytes;
import org.albatross.model.Refusal;
import org.albatross.model.Reply;
import org.albatross.pki.Crls;
import org.albatross.pki.Distrust;
import org.albatross.pki.IssuedCertificate;
import org.albatross.pki.MalformedPkiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Revocation lists of the endpoint: from their directory, and by command. What changes ends conversations that it concerns. */
public final class Revocations implements RevocationLists {
    private static final Logger LOG = LoggerFactory.getLogger(Revocations.class);

    private final Crls crls;
    private final Supplier<List<X509Certificate>> roots;
    private final Executor later;
    private final Runnable changed;
    private final InstantSource clock;
    private String complaint = "";

    /**
     * Lists as they are on disk.
     *
     * @param roots the CAs that are trusted at present
     * @param later writes a list that came by a command
     * @param changed is told that chains have to be looked at again
     */
    public Revocations(
            Crls crls, Supplier<List<X509Certificate>> roots, Executor later, Runnable changed, InstantSource clock) {
        this.crls = crls;
        this.roots = roots;
        this.later = later;
        this.changed = changed;
        this.clock = clock;
    }

    /** Reads what has changed on disk. */
    public void look() {
        try {
            if (crls.reload()) {
                changed.run();
            }
            complaint = "";
        } catch (IOException e) {
            if (!complaint.equals(e.toString())) {
                complaint = e.toString();
                LOG.error("revocation lists cannot be read, those that were read stay in force: {}", e.toString());
            }
        }
    }

    /** Returns why a chain that was verified is not good any more, if one of its certificates was revoked. */
    public Optional<String> reason(List<IssuedCertificate> chain) {
        return chain.stream()
                .flatMap(certificate -> crls.check(certificate, clock.instant()).stream())
                .findFirst()
                .map(Distrust::message);
    }

    @Override
    public Cancellable add(Bytes list, Sink sink) {
        later.execute(() -> addNow(list, sink));
        return Cancellable.NOTHING;
    }

    private void addNow(Bytes list, Sink sink) {
        try {
            crls.add(list, roots.get(), clock.instant());
            changed.run();
            sink.answer(new Reply.Done("added crl"));
            sink.end();
        } catch (MalformedPkiException e) {
            sink.fail(new Refusal.Malformed(String.valueOf(e.getMessage())));
        } catch (IOException e) {
            LOG.error("a revocation list cannot be kept", e);
            sink.fail(new Refusal.Unavailable("the revocation list cannot be kept: " + e.getMessage()));
        }
    }
}
