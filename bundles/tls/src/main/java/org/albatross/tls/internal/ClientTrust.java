package org.albatross.tls.internal;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
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
    private final Map<SSLEngine, TrustedChain> trusted = Collections.synchronizedMap(new WeakHashMap<>());

    /** Trusts what the verifier does, at the time of the clock. */
    ClientTrust(ChainVerifier verifier, InstantSource clock) {
        this.verifier = verifier;
        this.clock = clock;
    }

    /** Returns the chain of a client whose handshake is over, once. */
    Optional<TrustedChain> take(SSLEngine engine) {
        return Optional.ofNullable(trusted.remove(engine));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authentication, SSLEngine engine)
            throws CertificateException {
        trusted.put(engine, verifier.verify(List.of(chain), ChainVerifier.Purpose.CLIENT, clock.instant()));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authentication, Socket socket)
            throws CertificateException {
        throw refusal();
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
        return new CertificateException("only clients of an endpoint's engine are verified here");
    }

    /** None: a client sends the chain that it has, and an endpoint tells no stranger whom it trusts. */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
