package org.albatross.tls.internal;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.albatross.admission.CertificateLimits;
import org.albatross.api.CommandService;
import org.albatross.endpoint.EndpointTls;
import org.albatross.pki.Authority;
import org.albatross.pki.ChainVerifier;
import org.albatross.pki.Revocation;
import org.albatross.session.Deadlines;
import org.albatross.session.SessionLimits;
import org.albatross.session.Share;
import org.albatross.session.Spool;

/** A server on a port of its own. */
final class Endpoint implements Closeable {
    static {
        // Before anything of JSSE is loaded, as the platform's command line says.
        JsseSettings.VALUES.forEach(System::setProperty);
    }

    private static final Duration LONG = Duration.ofSeconds(60);

    static final HandshakeLimits HANDSHAKES =
            new HandshakeLimits(new Share(512, 256), LONG, new CertificateLimits(17 << 20));
    static final SessionLimits LIMITS = new SessionLimits(
            8 << 20,
            new Share(1024, 512),
            new Share(64 << 20, 48 << 20),
            new Share(32, 8),
            new Share(32, 16),
            new Deadlines(LONG, LONG, LONG, LONG, 1 << 16));

    private final ServerSocketChannel listening;
    private final TlsServer server;
    private final EndpointTls context;

    Endpoint(Path folder, X509Certificate root, Credentials own, SessionLimits limits, HandshakeLimits handshakes)
            throws Exception {
        this(folder, root, own, limits, handshakes, Revocation.NONE);
    }

    Endpoint(
            Path folder,
            X509Certificate root,
            Credentials own,
            SessionLimits limits,
            HandshakeLimits handshakes,
            Revocation revocation)
            throws Exception {
        context = new EndpointTls(
                own.key(),
                own.chain(),
                new ChainVerifier(List.of(root), revocation),
                InstantSource.fixed(Credentials.NOW));
        listening = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        server = new TlsServer(
                limits,
                handshakes,
                new Spool(folder.resolve("spool"), limits.spool()),
                () -> context,
                java.util.Optional.empty());
        server.listen(listening);
        server.start();
    }

    Endpoint(Path folder, Authority root) throws Exception {
        this(folder, root.certificate(), Credentials.server(root), LIMITS, HANDSHAKES);
    }

    Endpoint open(CommandService commands) {
        server.open(commands);
        return this;
    }

    TlsServer server() {
        return server;
    }

    EndpointTls context() {
        return context;
    }

    /** Tells whether a conversation is under way. */
    boolean isServing() {
        return server.conversations() > 0;
    }

    InetSocketAddress address() {
        try {
            return (InetSocketAddress) listening.getLocalAddress();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        listening.close();
    }
}
