package org.albatross.pki;

import java.security.cert.X509Certificate;

/**
 * Which certificate something is said about.
 *
 * @param subject its subject, safe to print
 * @param serial its serial number, as {@link Certificates#serial}
 */
public record CertificateId(String subject, String serial) {
    /** Returns that of a certificate. */
    public static CertificateId of(X509Certificate certificate) {
        return new CertificateId(Certificates.display(certificate), Certificates.serial(certificate));
    }

    /** Returns it as people read it. */
    @Override
    public String toString() {
        return subject + " (serial " + serial + ")";
    }
}
