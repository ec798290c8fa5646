package org.albatross.cli.internal.peer;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.albatross.pki.ChainVerifier;
import org.jspecify.annotations.Nullable;

/** Engines of TLS 1.3 that show a certificate with a command, and trust a platform by its chain, whatever its name. */
final class ClientTls {
    private static final String ALIAS = "client";

    private ClientTls() {}

    /** Returns an engine for one connection. */
    static SSLEngine engine(ClientIdentity identity, ChainVerifier platforms, InstantSource clock)
            throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(
                new KeyManager[] {new Identity(identity)},
                new TrustManager[] {new Platforms(platforms, clock)},
                new SecureRandom());
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3"});
        engine.setSSLParameters(parameters);
        return engine;
    }

    private static final class Identity extends X509ExtendedKeyManager {
        private final ClientIdentity identity;

        Identity(ClientIdentity identity) {
            this.identity = identity;
        }

        @Override
        public @Nullable String chooseEngineClientAlias(
                String[] algorithms, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
            String own = identity.key().getPrivate().getAlgorithm();
            return Arrays.asList(algorithms).contains(own) ? ALIAS : null;
        }

        @Override
        public @Nullable String chooseClientAlias(
                String[] algorithms, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return null; // only engines are made here
        }

        @Override
        public String @Nullable [] getClientAliases(String algorithm, Principal @Nullable [] issuers) {
            return new String[] {ALIAS};
        }

        @Override
        public String @Nullable [] getServerAliases(String algorithm, Principal @Nullable [] issuers) {
            return null;
        }

        @Override
        public @Nullable String chooseServerAlias(
                String algorithm, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return null;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return identity.chain().toArray(X509Certificate[]::new);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return identity.key().getPrivate();
        }
    }

    private static final class Platforms extends X509ExtendedTrustManager {
        private final ChainVerifier verifier;
        private final InstantSource clock;

        Platforms(ChainVerifier verifier, InstantSource clock) {
            this.verifier = verifier;
            this.clock = clock;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authentication, SSLEngine engine)
                throws CertificateException {
            verifier.verify(List.of(chain), ChainVerifier.Purpose.SERVER, clock.instant());
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

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authentication, SSLEngine engine)
                throws CertificateException {
            throw refusal();
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

        private static CertificateException refusal() {
            return new CertificateException("only platforms are trusted here");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
