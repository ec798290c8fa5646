package org.albatross.pki;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.albatross.model.Bytes;
import org.albatross.model.Text;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;

/** Certificates as bytes and files, and what people call them. Every certificate is an object of the JDK, as its TLS needs. */
public final class Certificates {
    /** The most bytes that a certificate may have, one with an image in it too: what a TLS handshake can carry. */
    public static final int MAX_LENGTH = 1 << 24;

    /** The most bytes that a CA's certificate may have, and another one beside its command. */
    public static final int MAX_WITHOUT_COMMAND = 1 << 16;

    /** X.520's bound of a common name, in characters. */
    private static final int LONGEST_COMMON_NAME = 64;

    private static final int LONGEST_SUBJECT = 80;

    private Certificates() {}

    /** Reads a certificate in DER; two extensions of one kind are malformed. */
    public static X509Certificate ofDer(Bytes der) throws MalformedPkiException {
        if (der.length() > MAX_LENGTH) {
            throw new MalformedPkiException(
                    "a certificate of " + der.length() + " bytes, at most " + MAX_LENGTH + " are read");
        }
        ByteArrayInputStream in = new ByteArrayInputStream(der.toArray());
        try {
            X509Certificate certificate =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            if (in.available() > 0) {
                throw new MalformedPkiException(in.available() + " bytes behind a certificate");
            }
            return certificate;
        } catch (CertificateException e) {
            throw new MalformedPkiException("a certificate that cannot be read: " + e.getMessage(), e);
        }
    }

    /** Reads certificates in DER, in their order. */
    public static List<X509Certificate> ofDer(List<Bytes> chain) throws MalformedPkiException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Bytes der : chain) {
            certificates.add(ofDer(der));
        }
        return List.copyOf(certificates);
    }

    /** Reads all certificates of a PEM file, at least one, in their order. */
    public static List<X509Certificate> ofFile(byte[] file) throws MalformedPkiException {
        List<Bytes> found = Pem.read(file).stream()
                .filter(block -> block.label().equals(Pem.CERTIFICATE))
                .map(Pem::der)
                .toList();
        if (found.isEmpty()) {
            throw new MalformedPkiException("it holds no certificate (-----BEGIN CERTIFICATE-----)");
        }
        return ofDer(found);
    }

    /** Returns certificates as the contents of a file. */
    public static String text(List<X509Certificate> chain) {
        StringBuilder text = new StringBuilder();
        chain.forEach(certificate -> text.append(new Pem(Pem.CERTIFICATE, Bytes.of(encoded(certificate))).text()));
        return text.toString();
    }

    /** Returns the serial number in lower-case hexadecimal digits, two for each byte of its DER: a sign's {@code 00} too. */
    public static String serial(X509Certificate certificate) {
        return HexFormat.of().formatHex(certificate.getSerialNumber().toByteArray());
    }

    /**
     * Returns the common name of a certificate's subject; nothing where it has none.
     *
     * @throws MalformedPkiException when it has several, or one of more than {@value #LONGEST_COMMON_NAME} characters
     */
    public static Optional<String> commonName(X509Certificate certificate) throws MalformedPkiException {
        return commonName(subject(certificate));
    }

    /** Returns the subject as people read it, {@code /CN=user}: escaped, and cut when it is long. */
    public static String display(X509Certificate certificate) {
        return display(subject(certificate));
    }

    static Optional<String> commonName(X500Name subject) throws MalformedPkiException {
        RDN[] names = subject.getRDNs(BCStyle.CN);
        if (names.length == 0) {
            return Optional.empty();
        }
        if (names.length > 1 || names[0].isMultiValued()) {
            throw new MalformedPkiException("its subject has more than one common name");
        }
        if (!(names[0].getFirst().getValue() instanceof ASN1String text)) {
            throw new MalformedPkiException("the common name of its subject is not a string");
        }
        String commonName = text.getString();
        if (commonName.length() > LONGEST_COMMON_NAME) {
            throw new MalformedPkiException("the common name of its subject has " + commonName.length()
                    + " characters, at most " + LONGEST_COMMON_NAME + " are allowed");
        }
        return Optional.of(commonName);
    }

    static String display(X500Name subject) {
        StringBuilder names = new StringBuilder();
        for (RDN name : subject.getRDNs()) {
            String type = BCStyle.INSTANCE.oidToDisplayName(name.getFirst().getType());
            names.append('/')
                    .append(type == null ? name.getFirst().getType().getId() : type)
                    .append('=')
                    .append(name.getFirst().getValue());
        }
        String whole = names.isEmpty() ? "/" : names.toString();
        return Text.of(whole.length() <= LONGEST_SUBJECT ? whole : whole.substring(0, LONGEST_SUBJECT) + "...")
                .line();
    }

    static X500Name subject(X509Certificate certificate) {
        return X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    }

    /** Returns how many bytes it has. */
    public static int length(X509Certificate certificate) {
        return encoded(certificate).length;
    }

    static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was read can be written", e);
        }
    }

    /** Tells whether both have the same subject and the same key: one may be the renewal of the other. */
    static boolean sameAuthority(X509Certificate one, X509Certificate other) {
        return one.getSubjectX500Principal().equals(other.getSubjectX500Principal())
                && Arrays.equals(
                        one.getPublicKey().getEncoded(), other.getPublicKey().getEncoded());
    }
}
