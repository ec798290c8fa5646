package org.albatross.pki;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;

/**
 * Verifies chains of certificates as RFC 5280 section 6 has it, as far as certificates of wire-protocol section 5 need it: order,
 * signatures, validity, basic constraints, key usage, revocation. What else may be critical in a certificate (constraints on names,
 * policies in the sense of X.509) is refused. A usage that a certificate does not state is allowed, as the original does.
 */
public final class ChainVerifier {
    /** The most certificates that may be presented, the root among them. */
    public static final int MAX_CERTIFICATES = 9;

    /** The most CAs that may be trusted at once: one, and two while one replaces the other. */
    public static final int MAX_ROOTS = 2;

    /** RFC 5280 allows 20 bytes, and a sign. */
    private static final int LONGEST_SERIAL = 21;

    private static final int LEAST_RSA_BITS = 2048;

    private static final Map<String, String> SIGNATURES = Map.of(
            "1.3.101.112", "Ed25519",
            "1.2.840.10045.4.3.2", "ECDSA with SHA-256",
            "1.2.840.10045.4.3.3", "ECDSA with SHA-384",
            "1.2.840.10045.4.3.4", "ECDSA with SHA-512",
            "1.2.840.113549.1.1.11", "RSA with SHA-256",
            "1.2.840.113549.1.1.12", "RSA with SHA-384",
            "1.2.840.113549.1.1.13", "RSA with SHA-512");

    private static final String KEY_USAGE = "2.5.29.15";
    private static final String ALTERNATIVE_NAME = "2.5.29.17";
    private static final String BASIC_CONSTRAINTS = "2.5.29.19";
    private static final String EXTENDED_KEY_USAGE = "2.5.29.37";
    private static final Set<String> UNDERSTOOD =
            Set.of(KEY_USAGE, ALTERNATIVE_NAME, BASIC_CONSTRAINTS, EXTENDED_KEY_USAGE, CommandExtension.OID);

    private static final String ANY_USAGE = "2.5.29.37.0";
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int KEY_CERT_SIGN = 5;

    /** What the holder of a chain is to TLS. */
    public enum Purpose {
        /** The one that connects. */
        CLIENT("1.3.6.1.5.5.7.3.2", "TLS clients"),
        /** The one that is connected to. */
        SERVER("1.3.6.1.5.5.7.3.1", "TLS servers");

        private final String oid;
        private final String text;

        Purpose(String oid, String text) {
            this.oid = oid;
            this.text = text;
        }
    }

    private final List<X509Certificate> roots;
    private final Revocation revocation;

    /**
     * Trusts chains that end at these CAs.
     *
     * @throws IllegalArgumentException for none, or more than {@value #MAX_ROOTS}
     */
    public ChainVerifier(List<X509Certificate> roots, Revocation revocation) {
        if (roots.isEmpty() || roots.size() > MAX_ROOTS) {
            throw new IllegalArgumentException(
                    roots.size() + " CAs to be trusted, 1 to " + MAX_ROOTS + " are possible");
        }
        this.roots = List.copyOf(roots);
        this.revocation = revocation;
    }

    /**
     * Verifies a chain.
     *
     * @param presented the leaf, then each one's issuer; the root may be the last one, and is not looked at
     * @throws UntrustedException when it is not to be trusted, with the reason
     */
    public TrustedChain verify(List<X509Certificate> presented, Purpose purpose, Instant now)
            throws UntrustedException {
        if (presented.isEmpty()) {
            throw new UntrustedException(new Distrust.NoCertificate());
        }
        if (presented.size() > MAX_CERTIFICATES) {
            throw new UntrustedException(new Distrust.TooLong(presented.size(), MAX_CERTIFICATES));
        }
        for (int i = 0; i < presented.size(); i++) {
            checkSerial(presented.get(i));
            checkLength(presented.get(i), i == 0);
        }
        List<X509Certificate> chain = withoutRoot(presented);
        checkOrder(chain);
        X509Certificate root = rootOf(chain.get(chain.size() - 1));
        checkAuthority(root, chain, chain.size());
        for (int i = chain.size() - 1; i >= 0; i--) {
            X509Certificate certificate = chain.get(i);
            X509Certificate issuer = i + 1 < chain.size() ? chain.get(i + 1) : root;
            checkAlgorithms(certificate);
            checkExtensions(certificate);
            if (i + 1 < chain.size() && !isSignedBy(certificate, issuer)) {
                throw new UntrustedException(
                        new Distrust.BadSignature(CertificateId.of(certificate), CertificateId.of(issuer)));
            }
            if (i > 0) {
                checkAuthority(certificate, chain, i);
            }
        }
        checkPurpose(chain.get(0), purpose);
        TrustedChain trusted = new TrustedChain(chain, root);
        recheck(trusted, now);
        return trusted;
    }

    /**
     * Looks again at what changes by itself in a chain that was verified before: validity and revocation.
     *
     * @throws UntrustedException when a certificate has expired or was revoked meanwhile
     */
    public void recheck(TrustedChain chain, Instant now) throws UntrustedException {
        checkValidity(chain.root(), now);
        for (int i = chain.certificates().size() - 1; i >= 0; i--) {
            checkValidity(chain.certificates().get(i), now);
        }
        for (IssuedCertificate certificate : chain.issued()) {
            Optional<Distrust> revoked = revocation.check(certificate, now);
            if (revoked.isPresent()) {
                throw new UntrustedException(revoked.get());
            }
        }
    }

    /** Drops a root at the end, trusted or not; one that is presented alone stays as the leaf that it then is. */
    private static List<X509Certificate> withoutRoot(List<X509Certificate> presented) {
        int last = presented.size() - 1;
        X509Certificate top = presented.get(last);
        return last > 0 && isIssuedBy(top, top) ? presented.subList(0, last) : presented;
    }

    /** Before anything is told about a certificate, which is told with its serial number. */
    private static void checkSerial(X509Certificate certificate) throws UntrustedException {
        int bytes = certificate.getSerialNumber().toByteArray().length;
        if (bytes > LONGEST_SERIAL) {
            throw new UntrustedException(
                    new Distrust.LongSerialNumber(Certificates.display(certificate), bytes, LONGEST_SERIAL));
        }
    }

    /** Nothing in a certificate may be large but a command. */
    private static void checkLength(X509Certificate certificate, boolean isLeaf) throws UntrustedException {
        int command = isLeaf ? CommandExtension.length(certificate) : 0;
        int length = Certificates.length(certificate) - command;
        if (length > Certificates.MAX_WITHOUT_COMMAND) {
            throw new UntrustedException(new Distrust.TooLarge(
                    CertificateId.of(certificate), length, Certificates.MAX_WITHOUT_COMMAND, isLeaf));
        }
    }

    private static void checkOrder(List<X509Certificate> chain) throws UntrustedException {
        for (int i = 0; i + 1 < chain.size(); i++) {
            if (!isNamedBy(chain.get(i), chain.get(i + 1))) {
                throw new UntrustedException(
                        new Distrust.OutOfOrder(CertificateId.of(chain.get(i)), CertificateId.of(chain.get(i + 1))));
            }
        }
    }

    /** Finds the root by its name and its signature: during a roll-over two have the same name as a rule. */
    private X509Certificate rootOf(X509Certificate top) throws UntrustedException {
        List<X509Certificate> named =
                roots.stream().filter(root -> isNamedBy(top, root)).toList();
        if (named.isEmpty()) {
            throw new UntrustedException(new Distrust.UnknownAuthority(CertificateId.of(top), issuer(top)));
        }
        checkAlgorithms(top);
        for (X509Certificate root : named) {
            if (isSignedBy(top, root)) {
                return root;
            }
        }
        throw new UntrustedException(new Distrust.BadSignature(CertificateId.of(top), CertificateId.of(named.get(0))));
    }

    private static String issuer(X509Certificate certificate) {
        return Certificates.display(
                X500Name.getInstance(certificate.getIssuerX500Principal().getEncoded()));
    }

    private static boolean isNamedBy(X509Certificate certificate, X509Certificate issuer) {
        return certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal());
    }

    /** Tells whether one certificate was issued by the other: named by it, and signed with its key. */
    static boolean isIssuedBy(X509Certificate certificate, X509Certificate issuer) {
        return isNamedBy(certificate, issuer) && isSignedBy(certificate, issuer);
    }

    private static boolean isSignedBy(X509Certificate certificate, X509Certificate issuer) {
        try {
            PublicKey key = Crypto.translated(issuer.getPublicKey());
            certificate.verify(key, Crypto.PROVIDER);
            return true;
        } catch (GeneralSecurityException e) {
            // A key that does not go with the signature's algorithm has not made it either.
            return false;
        }
    }

    /**
     * Checks that a certificate may issue others.
     *
     * @param below how many certificates of the chain are below it, the leaf among them
     */
    private static void checkAuthority(X509Certificate certificate, List<X509Certificate> chain, int below)
            throws UntrustedException {
        CertificateId id = CertificateId.of(certificate);
        int most = certificate.getBasicConstraints();
        if (most < 0) {
            throw new UntrustedException(new Distrust.NotAnAuthority(id));
        }
        long authorities = chain.subList(1, Math.max(1, below)).stream()
                .filter(one -> !isNamedBy(one, one))
                .count();
        if (authorities > most) {
            throw new UntrustedException(new Distrust.BelowPathLength(id, most));
        }
        boolean[] usage = certificate.getKeyUsage();
        if (usage != null && !usage[KEY_CERT_SIGN]) {
            throw new UntrustedException(new Distrust.WrongUsage(id, "issuing certificates (keyCertSign)"));
        }
    }

    private static void checkPurpose(X509Certificate leaf, Purpose purpose) throws UntrustedException {
        CertificateId id = CertificateId.of(leaf);
        boolean[] usage = leaf.getKeyUsage();
        if (usage != null && !usage[DIGITAL_SIGNATURE]) {
            throw new UntrustedException(new Distrust.WrongUsage(id, "TLS 1.3 (digitalSignature)"));
        }
        try {
            List<String> extended = leaf.getExtendedKeyUsage();
            if (extended != null && !extended.contains(purpose.oid) && !extended.contains(ANY_USAGE)) {
                throw new UntrustedException(new Distrust.WrongUsage(id, purpose.text + " (extended key usage)"));
            }
        } catch (CertificateParsingException e) {
            throw new UntrustedException(new Distrust.WrongUsage(id, "anything: its extended key usage is malformed"));
        }
    }

    private static void checkExtensions(X509Certificate certificate) throws UntrustedException {
        Set<String> critical = certificate.getCriticalExtensionOIDs();
        if (critical == null) {
            return;
        }
        List<String> unknown = new ArrayList<>(new HashSet<>(critical));
        unknown.removeAll(UNDERSTOOD);
        if (!unknown.isEmpty()) {
            throw new UntrustedException(new Distrust.UnknownExtension(CertificateId.of(certificate), unknown.get(0)));
        }
    }

    private static void checkAlgorithms(X509Certificate certificate) throws UntrustedException {
        if (!SIGNATURES.containsKey(certificate.getSigAlgOID())) {
            throw new UntrustedException(new Distrust.WeakAlgorithm(
                    CertificateId.of(certificate), "a signature by " + certificate.getSigAlgName()));
        }
        if (certificate.getPublicKey() instanceof RSAKey rsa && rsa.getModulus().bitLength() < LEAST_RSA_BITS) {
            throw new UntrustedException(new Distrust.WeakAlgorithm(
                    CertificateId.of(certificate),
                    "an RSA key of " + rsa.getModulus().bitLength() + " bits"));
        }
    }

    private static void checkValidity(X509Certificate certificate, Instant now) throws UntrustedException {
        Instant begin = certificate.getNotBefore().toInstant();
        Instant end = certificate.getNotAfter().toInstant();
        if (now.isBefore(begin)) {
            throw new UntrustedException(new Distrust.NotYetValid(CertificateId.of(certificate), begin));
        }
        if (now.isAfter(end)) {
            throw new UntrustedException(new Distrust.Expired(CertificateId.of(certificate), end));
        }
    }
}
