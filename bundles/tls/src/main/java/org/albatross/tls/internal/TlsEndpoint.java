package org.albatross.tls.internal;

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
import org.albatross.endpoint.EndpointFiles;
import org.albatross.endpoint.EndpointTls;
import org.albatross.pki.Crls;
import org.albatross.threads.PlatformThreads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server with its files and its sockets. The files are read when they change, and what is wrong with them is said and changes
 * nothing; without files that are right, and a port that is free, no remote client is served, and it is tried again.
 */
final class TlsEndpoint {
    private static final Logger LOG = LoggerFactory.getLogger(TlsEndpoint.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final long STOP_SECONDS = 5;

    private final EndpointFiles files;
    private final ListeningSockets sockets;
    private final Crls crls;
    private final Revocations revocations;
    private final TlsServer server;
    private final ScheduledThreadPoolExecutor timer = PlatformThreads.timer("albatross-tls-files");
    private Optional<ScheduledFuture<?>> looking = Optional.empty();
    private volatile Optional<EndpointTls> context = Optional.empty();
    private volatile List<X509Certificate> roots = List.of();
    private List<String> seen = List.of();
    private boolean listening;
    private String complaint = "";

    /** One that is not started. */
    TlsEndpoint(EndpointFiles files, ListeningSockets sockets, Crls crls, TlsServer.Maker server) throws IOException {
        this.files = files;
        this.sockets = sockets;
        this.crls = crls;
        this.server = server.make(() -> context.orElseThrow());
        this.revocations = new Revocations(crls, () -> roots, timer, this::lookAgain, InstantSource.system());
    }

    private void lookAgain() {
        server.endWhere(revocations::reason);
    }

    /** Returns the lists of what was revoked. */
    RevocationLists revocations() {
        return revocations;
    }

    /** Begins to serve, as soon as that is possible. */
    void start() {
        server.start();
        look();
        looking = Optional.of(
                timer.scheduleWithFixedDelay(this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** Returns what speaks to clients. */
    TlsServer server() {
        return server;
    }

    /** Returns how long the certificates are good, and the lists of what was revoked. */
    HealthSource.Report validity(Instant now) {
        Optional<EndpointTls> serving = context;
        return Validity.report(
                serving.isPresent(),
                serving.map(EndpointTls::end),
                roots.stream().map(root -> root.getNotAfter().toInstant()).min(Comparator.naturalOrder()),
                crls.firstEnd(),
                now);
    }

    private void look() {
        revocations.look();
        List<String> state = files.state();
        if (!state.equals(seen)) {
            seen = state;
            load();
        }
        if (context.isPresent() && !listening) {
            listen();
        }
    }

    private void load() {
        try {
            boolean again = context.isPresent();
            List<X509Certificate> trusted = files.authorities().roots();
            context = Optional.of(files.load(crls, InstantSource.system()));
            roots = trusted;
            complaint = "";
            if (again) {
                LOG.info("the endpoint's certificates were changed: new connections get the new ones");
            }
        } catch (IOException e) {
            // Whose a file is and who may read it changes nothing that is looked at.
            seen = List.of();
            complain(
                    context.isPresent()
                            ? "the endpoint's certificates are as they were, since the new ones cannot be used: "
                            : "remote clients are not served: ",
                    e);
        }
    }

    private void listen() {
        try {
            for (ServerSocketChannel socket : sockets.open()) {
                server.listen(socket);
            }
            listening = true;
        } catch (IOException e) {
            complain("remote clients are not served: ", e);
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
            LOG.error("albatross-tls-files still works after {} s", STOP_SECONDS);
        }
        server.stop();
        sockets.close();
    }
}
