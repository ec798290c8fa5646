package org.albatross.pki;

import java.time.Instant;
import java.util.Optional;

/** Tells which certificates their issuers have revoked. */
@FunctionalInterface
public interface Revocation {
    /** Nothing is revoked. */
    Revocation NONE = (certificate, now) -> Optional.empty();

    /** Tells why a certificate, verified up to a trusted root, must not be used any more. */
    Optional<Distrust> check(IssuedCertificate certificate, Instant now);
}
