package org.albatross.endpoint;

import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.NoSuchProviderException;
import java.security.Principal;
import java.security.PublicKey;
import java.security.SignatureException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.Date;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/** A certificate that can be let go of, by whoever refers to it; nothing can be asked of it any more then. For any thread. */
final class PeerCertificate extends X509Certificate {
    private static final long serialVersionUID = 1L;

    private transient volatile @Nullable X509Certificate certificate;

    /** One that is there. */
    PeerCertificate(X509Certificate certificate) {
        this.certificate = certificate;
    }

    /** Returns the certificate itself. */
    X509Certificate certificate() {
        X509Certificate there = certificate;
        if (there == null) {
            throw new IllegalStateException("the certificate of a peer is not kept when its handshake is over");
        }
        return there;
    }

    /** Forgets the certificate. */
    void letGo() {
        certificate = null;
    }

    @Override
    public String toString() {
        X509Certificate there = certificate;
        return there == null ? "a peer's certificate that is not kept" : there.toString();
    }

    @Override
    public byte[] getEncoded() throws CertificateEncodingException {
        return certificate().getEncoded();
    }

    @Override
    public PublicKey getPublicKey() {
        return certificate().getPublicKey();
    }

    @Override
    public void verify(PublicKey key)
            throws CertificateException, NoSuchAlgorithmException, InvalidKeyException, NoSuchProviderException,
                    SignatureException {
        certificate().verify(key);
    }

    @Override
    public void verify(PublicKey key, String provider)
            throws CertificateException, NoSuchAlgorithmException, InvalidKeyException, NoSuchProviderException,
                    SignatureException {
        certificate().verify(key, provider);
    }

    @Override
    public void checkValidity() throws CertificateExpiredException, CertificateNotYetValidException {
        certificate().checkValidity();
    }

    @Override
    public void checkValidity(Date when) throws CertificateExpiredException, CertificateNotYetValidException {
        certificate().checkValidity(when);
    }

    @Override
    public int getVersion() {
        return certificate().getVersion();
    }

    @Override
    public BigInteger getSerialNumber() {
        return certificate().getSerialNumber();
    }

    @Override
    @Deprecated
    public Principal getIssuerDN() {
        return certificate().getIssuerX500Principal();
    }

    @Override
    @Deprecated
    public Principal getSubjectDN() {
        return certificate().getSubjectX500Principal();
    }

    @Override
    public X500Principal getIssuerX500Principal() {
        return certificate().getIssuerX500Principal();
    }

    @Override
    public X500Principal getSubjectX500Principal() {
        return certificate().getSubjectX500Principal();
    }

    @Override
    public Date getNotBefore() {
        return certificate().getNotBefore();
    }

    @Override
    public Date getNotAfter() {
        return certificate().getNotAfter();
    }

    @Override
    public byte[] getTBSCertificate() throws CertificateEncodingException {
        return certificate().getTBSCertificate();
    }

    @Override
    public byte[] getSignature() {
        return certificate().getSignature();
    }

    @Override
    public String getSigAlgName() {
        return certificate().getSigAlgName();
    }

    @Override
    public String getSigAlgOID() {
        return certificate().getSigAlgOID();
    }

    @Override
    public byte @Nullable [] getSigAlgParams() {
        return certificate().getSigAlgParams();
    }

    @Override
    public boolean @Nullable [] getIssuerUniqueID() {
        return certificate().getIssuerUniqueID();
    }

    @Override
    public boolean @Nullable [] getSubjectUniqueID() {
        return certificate().getSubjectUniqueID();
    }

    @Override
    public boolean @Nullable [] getKeyUsage() {
        return certificate().getKeyUsage();
    }

    @Override
    public int getBasicConstraints() {
        return certificate().getBasicConstraints();
    }

    @Override
    public boolean hasUnsupportedCriticalExtension() {
        return certificate().hasUnsupportedCriticalExtension();
    }

    @Override
    public @Nullable Set<String> getCriticalExtensionOIDs() {
        return certificate().getCriticalExtensionOIDs();
    }

    @Override
    public @Nullable Set<String> getNonCriticalExtensionOIDs() {
        return certificate().getNonCriticalExtensionOIDs();
    }

    @Override
    public byte @Nullable [] getExtensionValue(String oid) {
        return certificate().getExtensionValue(oid);
    }
}
