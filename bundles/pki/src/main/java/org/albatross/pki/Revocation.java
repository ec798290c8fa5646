package org.albatross.pki;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/** Tells which certificates their issuers have revoked. */
@FunctionalInterface
public interface Revocation {
    /** Nothing is revoked. */
    Revocation NONE = (certificate, issuer, now) -> Optional.empty();

    /**
     * Tells why a certificate must not be used any more.
     *
     * @param issuer who has issued it, verified up to a trusted root
     */
    Optional<Distrust> check(X509Certificate certificate, X509Certificate issuer, Instant now);
}
