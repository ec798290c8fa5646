package org.albatross.edge.internal;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.albatross.admission.Revocations;
import org.albatross.admission.Validity;
import org.albatross.api.HealthSource;
import org.albatross.api.RevocationLists;
import org.albatross.endpoint.CaFiles;
import org.albatross.pki.ChainVerifier;
import org.albatross.pki.Crls;
import org.albatross.pki.Distrust;
import org.albatross.pki.TrustedChain;
import org.albatross.pki.UntrustedException;
import org.albatross.threads.PlatformThreads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server with the CAs that it trusts and their revocation lists. The files are read when they change, and what is wrong with
 * them is said and changes nothing; without a CA no chain is trusted.
 */
final class EdgeEndpoint {
    /** Makes a server. */
    @FunctionalInterface
    interface Maker {
        /** Makes one that asks {@code verifier} about each chain. */
        EdgeServer make(EdgeServer.Verifier verifier) throws IOException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(EdgeEndpoint.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final long STOP_SECONDS = 5;

    private final CaFiles files;
    private final Crls crls;
    private final InstantSource clock;
    private final Revocations revocations;
    private final EdgeServer server;
    private final ScheduledThreadPoolExecutor timer = PlatformThreads.timer("albatross-edge-files");
    private Optional<ScheduledFuture<?>> looking = Optional.empty();
    private volatile List<X509Certificate> roots = List.of();
    private List<String> seen = List.of();
    private String complaint = "";

    /** One that is not started. */
    EdgeEndpoint(CaFiles files, Crls crls, InstantSource clock, Maker server) throws IOException {
        this.files = files;
        this.crls = crls;
        this.clock = clock;
        this.server = server.make(this::verify);
        this.revocations = new Revocations(crls, () -> roots, timer, this::lookAgain, clock);
    }

    private void lookAgain() {
        server.endWhere(revocations::reason);
    }

    private TrustedChain verify(Introduction introduction) throws UntrustedException {
        List<X509Certificate> trusted = roots;
        if (trusted.isEmpty()) {
            throw new UntrustedException(new Distrust.NoAuthority());
        }
        return new ChainVerifier(trusted, crls)
                .verify(introduction.chain(), ChainVerifier.Purpose.CLIENT, clock.instant());
    }

    /** Returns the lists of what was revoked. */
    RevocationLists revocations() {
        return revocations;
    }

    /** Begins to serve what comes on this socket. */
    void start(ServerSocketChannel listening) {
        look();
        server.start(listening);
        looking = Optional.of(
                timer.scheduleWithFixedDelay(this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** Returns what speaks to the edge. */
    EdgeServer server() {
        return server;
    }

    /** Returns how long the CAs are good, and the lists of what was revoked. */
    HealthSource.Report validity(Instant now) {
        Optional<Instant> first =
                roots.stream().map(root -> root.getNotAfter().toInstant()).min(Comparator.naturalOrder());
        return Validity.report(!roots.isEmpty(), Optional.empty(), first, crls.firstEnd(), now);
    }

    private void look() {
        revocations.look();
        List<String> state = files.state();
        if (!state.equals(seen)) {
            seen = state;
            load();
        }
    }

    private void load() {
        try {
            boolean again = !roots.isEmpty();
            roots = files.roots();
            complaint = "";
            LOG.info(again ? "the CAs of remote clients were changed" : "remote clients come through the edge");
        } catch (IOException e) {
            // Whose a file is and who may read it changes nothing that is looked at.
            seen = List.of();
            complain(
                    roots.isEmpty()
                            ? "remote clients are not served: "
                            : "the CAs of remote clients are as they were, since the new ones cannot be used: ",
                    e);
        }
    }

    private void complain(String what, IOException why) {
        String said = what + why.getMessage();
        if (!said.equals(complaint)) {
            complaint = said;
            LOG.error("{} (this is tried again every {} s)", said, LOOK.toSeconds());
        }
    }

    /** Ends within some seconds. */
    void stop() throws InterruptedException, IOException {
        looking.ifPresent(future -> future.cancel(false));
        timer.shutdown();
        if (!timer.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
            LOG.error("albatross-edge-files still works after {} s", STOP_SECONDS);
        }
        server.stop();
    }
}
