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
 */
public record IssuedCertificate(CertificateId id, BigInteger serial, ListIssuer issuer) {
    /** Returns that of a certificate. */
    public static IssuedCertificate of(X509Certificate certificate, X509Certificate issuer) {
        return new IssuedCertificate(
                CertificateId.of(certificate), certificate.getSerialNumber(), ListIssuer.of(issuer));
    }
}
