package org.albatross.endpoint;

import java.io.InputStream;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;
import java.security.cert.CRL;
import java.security.cert.CRLException;
import java.security.cert.CertPath;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateFactorySpi;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * Certificates of peers of which nothing stays in memory once a handshake is over. The JDK's TLS keeps those of a connection as long
 * as that is open, a certificate with an image in it too, and reads them by the first provider that has a factory for them: within
 * {@link #reading} that is this one, whose certificates can be let go of. For any thread.
 */
public final class PeerCertificates extends Provider {
    private static final long serialVersionUID = 1L;
    private static final String NAME = "AlbatrossPeerCertificates";
    private static final String FACTORY = "CertificateFactory.X.509";
    private static final ThreadLocal<Boolean> READING = ThreadLocal.withInitial(() -> false);

    /** Who has the factory, but for this one: looking for it takes longer than reading a small certificate. */
    private static volatile Optional<Provider> nextProvider = Optional.empty();

    private PeerCertificates() {
        super(NAME, "1", "Certificates of TLS peers that can be let go of");
        put(FACTORY, Factory.class.getName());
    }

    /** Makes it the first provider. */
    public static void install() {
        nextProvider = Stream.of(Security.getProviders(FACTORY))
                .filter(provider -> !provider.getName().equals(NAME))
                .findFirst();
        Security.insertProviderAt(new PeerCertificates(), 1);
    }

    /** Takes it away. */
    public static void remove() {
        Security.removeProvider(NAME);
    }

    /** Runs tasks of a handshake on this thread; {@link EndpointTls#takeChain} lets go of the certificates that they read. */
    public static void reading(Iterable<Runnable> tasks) {
        READING.set(true);
        try {
            tasks.forEach(Runnable::run);
        } finally {
            READING.remove();
        }
    }

    /** Returns certificates as they were read. */
    static List<X509Certificate> plain(X509Certificate... certificates) {
        return Stream.of(certificates)
                .map(certificate -> certificate instanceof PeerCertificate peer ? peer.certificate() : certificate)
                .toList();
    }

    /** Lets go of the certificates of the peer of a connection. */
    static void letGo(SSLSession session) {
        try {
            for (Certificate certificate : session.getPeerCertificates()) {
                if (certificate instanceof PeerCertificate peer) {
                    peer.letGo();
                }
            }
        } catch (SSLPeerUnverifiedException e) {
            throw new IllegalStateException("a handshake without a client's certificate is never over", e);
        }
    }

    /** The factory of the next provider, within {@link #reading} with other results. */
    public static final class Factory extends CertificateFactorySpi {
        private final CertificateFactory next;

        /** For the provider. */
        public Factory() throws CertificateException, NoSuchAlgorithmException {
            next = CertificateFactory.getInstance(
                    "X.509", nextProvider.orElseThrow(() -> new NoSuchAlgorithmException(FACTORY)));
        }

        @Override
        public Certificate engineGenerateCertificate(InputStream in) throws CertificateException {
            Certificate certificate = next.generateCertificate(in);
            return READING.get() && certificate instanceof X509Certificate plain
                    ? new PeerCertificate(plain)
                    : certificate;
        }

        @Override
        public Collection<? extends Certificate> engineGenerateCertificates(InputStream in)
                throws CertificateException {
            return next.generateCertificates(in);
        }

        @Override
        public CRL engineGenerateCRL(InputStream in) throws CRLException {
            return next.generateCRL(in);
        }

        @Override
        public Collection<? extends CRL> engineGenerateCRLs(InputStream in) throws CRLException {
            return next.generateCRLs(in);
        }

        @Override
        public Iterator<String> engineGetCertPathEncodings() {
            return next.getCertPathEncodings();
        }

        @Override
        public CertPath engineGenerateCertPath(InputStream in) throws CertificateException {
            return next.generateCertPath(in);
        }

        @Override
        public CertPath engineGenerateCertPath(InputStream in, String encoding) throws CertificateException {
            return next.generateCertPath(in, encoding);
        }

        @Override
        public CertPath engineGenerateCertPath(List<? extends Certificate> certificates) throws CertificateException {
            return next.generateCertPath(certificates);
        }
    }
}
