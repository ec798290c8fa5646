package org.albatross.edge.internal;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.albatross.admission.RemoteFiles;
import org.albatross.api.HealthSource;
import org.albatross.api.RevocationLists;
import org.albatross.endpoint.CaFiles;
import org.albatross.pki.ChainVerifier;
import org.albatross.pki.Crls;
import org.albatross.pki.Distrust;
import org.albatross.pki.TrustedChain;
import org.albatross.pki.UntrustedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server with the CAs that it trusts and their revocation lists. Without a CA no chain is trusted. */
final class EdgeEndpoint {
    /** Makes a server. */
    @FunctionalInterface
    interface Maker {
        /** Makes one that asks {@code verifier} about each chain. */
        EdgeServer make(EdgeServer.Verifier verifier) throws IOException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(EdgeEndpoint.class);

    private final CaFiles files;
    private final Crls crls;
    private final InstantSource clock;
    private final EdgeServer server;
    private final RemoteFiles watched;
    private volatile List<X509Certificate> roots = List.of();

    /** One that is not started. */
    EdgeEndpoint(CaFiles files, Crls crls, InstantSource clock, Maker server) throws IOException {
        this.files = files;
        this.crls = crls;
        this.clock = clock;
        this.server = server.make(this::verify);
        this.watched = new RemoteFiles("albatross-edge-files", crls, new Authorities(), this.server::endWhere, clock);
    }

    private TrustedChain verify(Introduction.Client introduction) throws UntrustedException {
        List<X509Certificate> trusted = roots;
        if (trusted.isEmpty()) {
            throw new UntrustedException(new Distrust.NoAuthority());
        }
        return new ChainVerifier(trusted, crls)
                .verify(introduction.chain(), ChainVerifier.Purpose.CLIENT, clock.instant());
    }

    /** Returns the lists of what was revoked. */
    RevocationLists revocations() {
        return watched.revocations();
    }

    /** Begins to serve what comes on this socket. */
    void start(ServerSocketChannel listening) {
        watched.start();
        server.start(listening);
    }

    /** Returns what speaks to the edge. */
    EdgeServer server() {
        return server;
    }

    /** Returns how long the CAs are good, and the lists of what was revoked. */
    HealthSource.Report validity(Instant now) {
        return watched.validity(!roots.isEmpty(), Optional.empty(), now);
    }

    /** The CAs of clients. */
    private final class Authorities implements RemoteFiles.Reader {
        @Override
        public List<String> state() {
            return files.state();
        }

        @Override
        public void read() throws IOException {
            boolean again = !roots.isEmpty();
            roots = files.roots();
            LOG.info(again ? "the CAs of remote clients were changed" : "remote clients come through the edge");
        }

        @Override
        public void looked() {}

        @Override
        public String unusable() {
            return roots.isEmpty()
                    ? "remote clients are not served: "
                    : "the CAs of remote clients are as they were, since the new ones cannot be used: ";
        }

        @Override
        public List<X509Certificate> roots() {
            return roots;
        }
    }

    /** Ends within some seconds. */
    void stop() throws InterruptedException, IOException {
        watched.stop();
        server.stop();
    }
}
