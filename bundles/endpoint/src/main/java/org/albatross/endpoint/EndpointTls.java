package org.albatross.endpoint;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.albatross.pki.ChainVerifier;
import org.albatross.pki.TrustedChain;

/**
 * How the endpoint speaks TLS: version 1.3, with its own key, and with clients that show a chain which is verified. No session is
 * ever resumed: a resumed one would pass over expiry and revocation.
 */
public final class EndpointTls {
    /** A ticket may not live longer than a week (RFC 8446, section 4.6.1): of sessions that shall, JSSE issues none. */
    private static final int NO_TICKETS_SECONDS = 7 * 24 * 3600 + 1;

    private static final String[] PROTOCOLS = {"TLSv1.3"};

    /** The fastest first: the platform's JVM uses the processor's instructions for AES (docs/decisions/0011-jvm.md). */
    private static final String[] CIPHERS = {
        "TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"
    };

    private final SSLContext context;
    private final Instant end;
    private final ClientTrust trust;

    /**
     * Serves with this key and its chain.
     *
     * @param verifier decides which clients are trusted
     */
    public EndpointTls(KeyPair key, List<X509Certificate> chain, ChainVerifier verifier, InstantSource clock)
            throws GeneralSecurityException {
        trust = new ClientTrust(verifier, clock);
        end = chain.stream()
                .map(certificate -> certificate.getNotAfter().toInstant())
                .min(Comparator.naturalOrder())
                .orElseThrow();
        context = SSLContext.getInstance("TLSv1.3");
        context.init(
                new KeyManager[] {new ServerIdentity(key.getPrivate(), chain)},
                new TrustManager[] {trust},
                new SecureRandom());
        context.getServerSessionContext().setSessionTimeout(NO_TICKETS_SECONDS);
    }

    /** Returns when the first certificate of its own chain expires. */
    public Instant end() {
        return end;
    }

    /** Returns the server's engine for a connection. */
    public SSLEngine newEngine() {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setSSLParameters(parameters(engine.getSSLParameters()));
        return engine;
    }

    private static SSLParameters parameters(SSLParameters parameters) {
        parameters.setProtocols(PROTOCOLS);
        parameters.setCipherSuites(CIPHERS);
        parameters.setUseCipherSuitesOrder(true);
        parameters.setNeedClientAuth(true);
        return parameters;
    }

    /** Returns the server's side of a connection that was accepted; its handshake begins when somebody reads from it. */
    public SSLSocket over(Socket accepted) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory()
                .createSocket(accepted, accepted.getInetAddress().getHostAddress(), accepted.getPort(), true);
        socket.setUseClientMode(false);
        socket.setSSLParameters(parameters(socket.getSSLParameters()));
        return socket;
    }

    /**
     * Returns the verified chain of a client whose handshake is over, once. With the engine nothing of it is kept, see
     * {@link PeerCertificates}.
     */
    public Optional<TrustedChain> takeChain(SSLEngine engine) {
        PeerCertificates.letGo(engine.getSession());
        return trust.take(engine);
    }

    /** Returns the verified chain of a client whose handshake is over, once. */
    public Optional<TrustedChain> takeChain(SSLSocket socket) {
        return trust.take(socket);
    }

    /** Returns how many sessions could be resumed: none. */
    public int resumable() {
        int count = 0;
        for (var ids = context.getServerSessionContext().getIds(); ids.hasMoreElements(); ids.nextElement()) {
            count++;
        }
        return count;
    }
}
