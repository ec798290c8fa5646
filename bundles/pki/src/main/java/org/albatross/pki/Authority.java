package org.albatross.pki;

import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.albatross.model.Bytes;
import org.albatross.model.Command;
import org.albatross.wire.BlobSource;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.IPAddress;

/**
 * A CA: its certificate, those above it below the root, and its key. It signs what it is told to; whether that goes with its policy is
 * {@link SigningRules}' business.
 */
public final class Authority {
    private static final int SERIAL_BYTES = 10;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final List<X509Certificate> certificates;
    private final KeyPair key;

    private Authority(List<X509Certificate> certificates, KeyPair key) {
        this.certificates = List.copyOf(certificates);
        this.key = key;
    }

    /** Makes a root. */
    public static Authority root(String commonName, KeyPair key, Validity validity) {
        X500Name name = name(commonName);
        X509Certificate certificate =
                build(name, name, key.getPublic(), validity, Profile.ROOT, new Request(), Optional.empty(), key);
        return new Authority(List.of(certificate), key);
    }

    /**
     * Takes a CA's certificate, the CAs' above it, and the key.
     *
     * @param certificates its own first, then each one's issuer; the root may be the last one
     * @throws MalformedPkiException when the key is that of another certificate, the first one is not that of a CA, or the order is
     *     another one
     */
    public static Authority of(List<X509Certificate> certificates, KeyPair key) throws MalformedPkiException {
        X509Certificate own = certificates.get(0);
        if (!Keys.belongTogether(key, own.getPublicKey())) {
            throw new MalformedPkiException("Public key of certificate doesn't match private key");
        }
        for (int i = 0; i < certificates.size(); i++) {
            X509Certificate certificate = certificates.get(i);
            if (certificate.getBasicConstraints() < 0) {
                throw new MalformedPkiException(
                        "certificate " + CertificateId.of(certificate) + " is not that of a CA");
            }
            if (i + 1 < certificates.size() && !ChainVerifier.isIssuedBy(certificate, certificates.get(i + 1))) {
                throw new MalformedPkiException("certificate " + CertificateId.of(certificate)
                        + " was not issued by the one behind it, " + CertificateId.of(certificates.get(i + 1)));
            }
        }
        return new Authority(certificates, key);
    }

    /** Returns its own certificate. */
    public X509Certificate certificate() {
        return certificates.get(0);
    }

    /** Returns its key. */
    public KeyPair key() {
        return key;
    }

    /** Tells whether it is a root: its own issuer. */
    public boolean isRoot() {
        return isRoot(certificate());
    }

    /** Tells whether it has issued a certificate, itself or under a former certificate of the same key. */
    public boolean hasIssued(X509Certificate certificate) {
        return ChainVerifier.isIssuedBy(certificate, certificate());
    }

    /** Returns the chain of something that it has issued: that, itself, and what is above it below the root. */
    public List<X509Certificate> chain(X509Certificate issued) {
        List<X509Certificate> chain = new ArrayList<>(List.of(issued));
        chain.addAll(withoutRoot());
        return chain;
    }

    /** Returns its own certificate and those above it; none for a root. */
    public List<X509Certificate> withoutRoot() {
        return certificates.stream().filter(certificate -> !isRoot(certificate)).toList();
    }

    /** What to put into a certificate beside its name and its key. */
    public record Request(Optional<Bytes> command, List<String> dnsNames, List<String> addresses) {
        /** Copies the lists. */
        public Request {
            dnsNames = List.copyOf(dnsNames);
            addresses = List.copyOf(addresses);
        }

        /** Nothing more. */
        public Request() {
            this(Optional.empty(), List.of(), List.of());
        }

        /** A command, which has to fit into a certificate; {@code blobs} has the image that it refers to. */
        public static Request of(Command command, BlobSource blobs) throws IOException, MalformedPkiException {
            return new Request(
                    Optional.of(Bytes.of(
                            CommandExtension.of(command, blobs).getExtnValue().getOctets())),
                    List.of(),
                    List.of());
        }
    }

    /** Issues a certificate, with a random serial number. */
    public X509Certificate issue(
            String commonName, PublicKey subjectKey, Validity validity, Profile profile, Request request) {
        return issue(name(commonName), subjectKey, validity, profile, request);
    }

    X509Certificate issue(X500Name subject, PublicKey subjectKey, Validity validity, Profile profile, Request request) {
        return build(
                Certificates.subject(certificate()),
                subject,
                subjectKey,
                validity,
                profile,
                request,
                Optional.of(keyIdentifier()),
                key);
    }

    /** Returns the identifier of its key: what its certificate says, or what that of a root would. */
    byte[] keyIdentifier() {
        byte[] stated = certificate().getExtensionValue(Extension.subjectKeyIdentifier.getId());
        return stated == null
                ? Crypto.keyIdentifier(key.getPublic())
                : SubjectKeyIdentifier.getInstance(
                                ASN1OctetString.getInstance(stated).getOctets())
                        .getKeyIdentifier();
    }

    /** Tells whether a word is an IP address, not a name. */
    public static boolean isAddress(String host) {
        return IPAddress.isValid(host);
    }

    /** Returns who signs with a key, by the JDK. */
    static ContentSigner signer(KeyPair key) {
        try {
            return new JcaContentSignerBuilder(Keys.signatureAlgorithm(key.getPrivate())).build(key.getPrivate());
        } catch (OperatorCreationException e) {
            throw new IllegalStateException("this Java platform signs with the keys that it reads", e);
        }
    }

    static X500Name name(String commonName) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.CN, new DERUTF8String(commonName))
                .build();
    }

    private static boolean isRoot(X509Certificate certificate) {
        return ChainVerifier.isIssuedBy(certificate, certificate);
    }

    private static X509Certificate build(
            X500Name issuer,
            X500Name subject,
            PublicKey subjectKey,
            Validity validity,
            Profile profile,
            Request request,
            Optional<byte[]> issuerKeyIdentifier,
            KeyPair issuerKey) {
        try {
            X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                    issuer,
                    serial(),
                    Date.from(validity.begin()),
                    Date.from(validity.end()),
                    subject,
                    SubjectPublicKeyInfo.getInstance(subjectKey.getEncoded()));
            addExtensions(builder, subjectKey, profile, request, issuerKeyIdentifier);
            return Certificates.ofDer(Bytes.of(builder.build(signer(issuerKey)).getEncoded()));
        } catch (IOException | MalformedPkiException e) {
            throw new IllegalStateException("what was made by this class can be encoded and read", e);
        }
    }

    /** Adds extensions in the order in which the original has them. */
    private static void addExtensions(
            X509v3CertificateBuilder builder,
            PublicKey subjectKey,
            Profile profile,
            Request request,
            Optional<byte[]> issuerKeyIdentifier)
            throws IOException {
        if (request.command().isPresent()) {
            builder.addExtension(new Extension(
                    CommandExtension.IDENTIFIER, false, request.command().get().toArray()));
        }
        if (issuerKeyIdentifier.isPresent()) {
            builder.addExtension(
                    Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(Crypto.keyIdentifier(subjectKey)));
        }
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(profile.keyUsage()));
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(profile.isAuthority()));
        if (issuerKeyIdentifier.isPresent()) {
            builder.addExtension(
                    Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(issuerKeyIdentifier.get()));
        }
        if (profile.purpose().isPresent()) {
            KeyPurposeId purpose = KeyPurposeId.getInstance(
                    new ASN1ObjectIdentifier(profile.purpose().get()));
            builder.addExtension(Extension.extendedKeyUsage, true, new ExtendedKeyUsage(purpose));
        }
        List<GeneralName> names = new ArrayList<>();
        request.dnsNames().forEach(name -> names.add(new GeneralName(GeneralName.dNSName, name)));
        request.addresses().forEach(address -> names.add(new GeneralName(GeneralName.iPAddress, address)));
        if (!names.isEmpty()) {
            builder.addExtension(
                    Extension.subjectAlternativeName, false, new GeneralNames(names.toArray(GeneralName[]::new)));
        }
    }

    /** 80 random bits, positive and not 0. */
    private static BigInteger serial() {
        BigInteger serial;
        do {
            serial = new BigInteger(SERIAL_BYTES * Byte.SIZE, RANDOM);
        } while (serial.signum() == 0);
        return serial;
    }
}
