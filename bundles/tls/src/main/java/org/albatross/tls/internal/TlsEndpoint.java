package org.albatross.tls.internal;

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
import org.albatross.endpoint.EndpointFiles;
import org.albatross.endpoint.EndpointTls;
import org.albatross.pki.Crls;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server with its files and its sockets. Without files that are right, and a port that is free, no remote client is served, and it
 * is tried again.
 */
final class TlsEndpoint {
    private static final Logger LOG = LoggerFactory.getLogger(TlsEndpoint.class);

    private final EndpointFiles files;
    private final ListeningSockets sockets;
    private final Crls crls;
    private final TlsServer server;
    private final RemoteFiles watched;
    private volatile Optional<EndpointTls> context = Optional.empty();
    private volatile List<X509Certificate> roots = List.of();
    private boolean listening;

    /** One that is not started. */
    TlsEndpoint(EndpointFiles files, ListeningSockets sockets, Crls crls, TlsServer.Maker server) throws IOException {
        this.files = files;
        this.sockets = sockets;
        this.crls = crls;
        this.server = server.make(() -> context.orElseThrow());
        this.watched = new RemoteFiles(
                "albatross-tls-files", crls, new Certificates(), this.server::endWhere, InstantSource.system());
    }

    /** Returns the lists of what was revoked. */
    RevocationLists revocations() {
        return watched.revocations();
    }

    /** Begins to serve, as soon as that is possible. */
    void start() {
        server.start();
        watched.start();
    }

    /** Returns what speaks to clients. */
    TlsServer server() {
        return server;
    }

    /** Returns how long the certificates are good, and the lists of what was revoked. */
    HealthSource.Report validity(Instant now) {
        Optional<EndpointTls> serving = context;
        return watched.validity(serving.isPresent(), serving.map(EndpointTls::end), now);
    }

    /** The endpoint's own certificates, and the CAs of its clients. */
    private final class Certificates implements RemoteFiles.Reader {
        @Override
        public List<String> state() {
            return files.state();
        }

        @Override
        public void read() throws IOException {
            boolean again = context.isPresent();
            List<X509Certificate> trusted = files.authorities().roots();
            context = Optional.of(files.load(crls, InstantSource.system()));
            roots = trusted;
            if (again) {
                LOG.info("the endpoint's certificates were changed: new connections get the new ones");
            }
        }

        @Override
        public void looked() {
            if (context.isPresent() && !listening) {
                listen();
            }
        }

        @Override
        public String unusable() {
            return context.isPresent()
                    ? "the endpoint's certificates are as they were, since the new ones cannot be used: "
                    : "remote clients are not served: ";
        }

        @Override
        public List<X509Certificate> roots() {
            return roots;
        }
    }

    private void listen() {
        try {
            for (ServerSocketChannel socket : sockets.open()) {
                server.listen(socket);
            }
            listening = true;
        } catch (IOException e) {
            watched.complain("remote clients are not served: ", e);
        }
    }

    /** Ends within some seconds. */
    void stop() throws InterruptedException, IOException {
        watched.stop();
        server.stop();
        sockets.close();
    }
}
