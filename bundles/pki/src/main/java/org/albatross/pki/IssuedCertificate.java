package org.albatross.pki;

import java.math.BigInteger;
import java.security.cert.X509Certificate;

/**
 * What is to be known of a verified certificate to see whether its issuer has revoked it meanwhile: some hundred bytes, however
 * large the certificate is.
 *
 * @param id which one it is, for people
 * @param serial its serial number
 * @param issuer who has issued it
 * @param branch the first CA below the root on the way to the issuer, or the root itself, if that is the issuer: who answers for it
 */
public record IssuedCertificate(CertificateId id, BigInteger serial, ListIssuer issuer, ListIssuer branch) {
    /** Returns that of a certificate. */
    static IssuedCertificate of(X509Certificate certificate, ListIssuer issuer, ListIssuer branch) {
        return new IssuedCertificate(CertificateId.of(certificate), certificate.getSerialNumber(), issuer, branch);
    }
}
