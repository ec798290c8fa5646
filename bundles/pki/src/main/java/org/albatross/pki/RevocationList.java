package org.albatross.pki;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.albatross.model.Bytes;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509v2CRLBuilder;

/** A list of what a CA has revoked (RFC 5280, section 5): complete, of one CA, with a number. */
public final class RevocationList {
    /** The most bytes that a list may have: room for some 25,000 certificates. */
    public static final int MAX_LENGTH = 1 << 20;

    private static final int LONGEST_NUMBER = 20;

    private final X509CRL crl;
    private final BigInteger number;
    private final Bytes der;
    private final Bytes name;

    private RevocationList(X509CRL crl, BigInteger number, Bytes der) {
        this.crl = crl;
        this.name = ListIssuer.digest(crl.getIssuerX500Principal());
        this.number = number;
        this.der = der;
    }

    /**
     * Makes the list of a CA.
     *
     * @param revoked the serial numbers of all that it has ever revoked, and when
     * @param previous the list before; the number of this one is higher, and at least the seconds since 1970
     * @param lasting how long until a next one is to be expected
     */
    public static RevocationList of(
            Authority authority,
            Map<BigInteger, Instant> revoked,
            Optional<RevocationList> previous,
            Instant now,
            Duration lasting)
            throws MalformedPkiException {
        Validity validity = Validity.of(now, lasting);
        X509v2CRLBuilder builder =
                new X509v2CRLBuilder(Certificates.subject(authority.certificate()), Date.from(validity.begin()));
        builder.setNextUpdate(Date.from(validity.end()));
        revoked.forEach((serial, when) -> builder.addCRLEntry(serial, Date.from(when), CRLReason.unspecified));
        BigInteger next = BigInteger.valueOf(now.getEpochSecond());
        if (previous.isPresent()) {
            next = next.max(previous.get().number.add(BigInteger.ONE));
        }
        try {
            builder.addExtension(
                    Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(authority.keyIdentifier()));
            builder.addExtension(Extension.cRLNumber, false, new CRLNumber(next));
            return ofDer(
                    Bytes.of(builder.build(Authority.signer(authority.key())).getEncoded()));
        } catch (IOException e) {
            throw new IllegalStateException("what was made by this class can be encoded", e);
        }
    }

    /** Reads a list in DER. */
    public static RevocationList ofDer(Bytes der) throws MalformedPkiException {
        if (der.length() > MAX_LENGTH) {
            throw new MalformedPkiException(
                    "a revocation list of " + der.length() + " bytes, at most " + MAX_LENGTH + " are read");
        }
        ByteArrayInputStream in = new ByteArrayInputStream(der.toArray());
        try {
            X509CRL crl = (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(in);
            if (in.available() > 0) {
                throw new MalformedPkiException(in.available() + " bytes behind a revocation list");
            }
            checkKind(crl);
            return new RevocationList(crl, number(crl), der);
        } catch (CertificateException | CRLException | RuntimeException e) {
            throw new MalformedPkiException("a revocation list that cannot be read: " + e.getMessage(), e);
        }
    }

    /** Reads the list of a file, in PEM or in DER. */
    public static RevocationList ofFile(byte[] file) throws MalformedPkiException {
        boolean der = file.length > 0 && file[0] == 0x30;
        return ofDer(
                der
                        ? Bytes.of(file)
                        : Pem.only(file, Pem.CRL, "revocation list (-----BEGIN X509 CRL-----)")
                                .der());
    }

    /** Refuses a list that is one of changes only, or of several CAs: what tells so is critical. */
    private static void checkKind(X509CRL crl) throws MalformedPkiException {
        Set<String> critical = crl.getCriticalExtensionOIDs();
        if (critical != null && !critical.isEmpty()) {
            throw new MalformedPkiException("a revocation list with the critical extension "
                    + critical.iterator().next() + ", which is not known");
        }
        Set<? extends X509CRLEntry> entries = crl.getRevokedCertificates();
        if (entries != null && entries.stream().anyMatch(X509CRLEntry::hasUnsupportedCriticalExtension)) {
            throw new MalformedPkiException("a revocation list with a critical extension of an entry");
        }
    }

    private static BigInteger number(X509CRL crl) throws MalformedPkiException {
        byte[] value = crl.getExtensionValue(Extension.cRLNumber.getId());
        if (value == null) {
            throw new MalformedPkiException("a revocation list without a number");
        }
        BigInteger number = ASN1Integer.getInstance(
                        ASN1OctetString.getInstance(value).getOctets())
                .getValue();
        if (number.signum() < 0 || number.toByteArray().length > LONGEST_NUMBER) {
            throw new MalformedPkiException("a revocation list whose number is negative or has more than 20 bytes");
        }
        return number;
    }

    /** Tells whether a CA has made this list: named in it, allowed to, and its key has signed it. */
    public boolean isOf(ListIssuer authority) {
        if (!isNamedBy(authority) || !authority.signsLists()) {
            return false;
        }
        try {
            crl.verify(Crypto.publicKey(authority.key().toArray()), Crypto.PROVIDER);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** Tells whether the list says that it is this CA's. */
    boolean isNamedBy(ListIssuer authority) {
        return name.equals(authority.name());
    }

    /** Returns when the certificate of this CA with a serial number was revoked; nothing where it was not. */
    public Optional<Instant> revoked(BigInteger serial) {
        return Optional.ofNullable(crl.getRevokedCertificate(serial))
                .map(entry -> entry.getRevocationDate().toInstant());
    }

    /** Returns the subject of the CA, as people read it. */
    public String issuer() {
        return Certificates.display(
                X500Name.getInstance(crl.getIssuerX500Principal().getEncoded()));
    }

    /** Returns its number: of two lists of a CA the one with the higher number counts. */
    public BigInteger number() {
        return number;
    }

    /** Returns how many certificates are revoked. */
    public int size() {
        Set<? extends X509CRLEntry> entries = crl.getRevokedCertificates();
        return entries == null ? 0 : entries.size();
    }

    /** Returns when it was made. */
    public Instant made() {
        return crl.getThisUpdate().toInstant();
    }

    /** Returns by when there is to be a next one; nothing where it does not tell. */
    public Optional<Instant> end() {
        return Optional.ofNullable(crl.getNextUpdate()).map(Date::toInstant);
    }

    /** Returns it in DER, as a command carries it. */
    public Bytes der() {
        return der;
    }

    /** Returns it as the contents of a file. */
    public String text() {
        return new Pem(Pem.CRL, der).text();
    }
}
