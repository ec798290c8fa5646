package org.albatross.endpoint;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.albatross.pki.ChainVerifier;
import org.albatross.pki.TrustedChain;

/** Verifies the certificates of clients within the handshake, and remembers what it has verified until it is asked. */
final class ClientTrust extends X509ExtendedTrustManager {
    private final ChainVerifier verifier;
    private final InstantSource clock;
    private final Map<Object, TrustedChain> trusted = Collections.synchronizedMap(new WeakHashMap<>());

    /** Trusts what the verifier does, at the time of the clock. */
    ClientTrust(ChainVerifier verifier, InstantSource clock) {
        this.verifier = verifier;
        this.clock = clock;
    }

    /** Returns the chain of a client whose handshake is over, once; a connection is an engine or a socket. */
    Optional<TrustedChain> take(Object connection) {
        return Optional.ofNullable(trusted.remove(connection));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authentication, SSLEngine engine)
            throws CertificateException {
        check(chain, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authentication, Socket socket)
            throws CertificateException {
        check(chain, socket);
    }

    private void check(X509Certificate[] chain, Object connection) throws CertificateException {
        trusted.put(
                connection,
                verifier.verify(PeerCertificates.plain(chain), ChainVerifier.Purpose.CLIENT, clock.instant()));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authentication) throws CertificateException {
        throw refusal();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authentication, SSLEngine engine)
            throws CertificateException {
        throw refusal();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authentication, Socket socket)
            throws CertificateException {
        throw refusal();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authentication) throws CertificateException {
        throw refusal();
    }

    private static CertificateException refusal() {
        return new CertificateException("only clients of an endpoint's connection are verified here");
    }

    /** None: a client sends the chain that it has, and an endpoint tells no stranger whom it trusts. */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
