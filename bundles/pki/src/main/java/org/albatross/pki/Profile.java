package org.albatross.pki;

import java.util.Optional;
import org.bouncycastle.asn1.x509.KeyUsage;

/** What a certificate is for, by which its extensions are chosen (wire-protocol section 5). */
public enum Profile {
    /** A CA that others trust by itself: it has no key identifiers. */
    ROOT(Optional.empty()),
    /** A CA below another one. */
    AUTHORITY(Optional.empty()),
    /** A server. */
    SERVER(Optional.of("1.3.6.1.5.5.7.3.1")),
    /** A leaf with a command or a role. */
    CLIENT(Optional.of("1.3.6.1.5.5.7.3.2"));

    private final Optional<String> purpose;

    Profile(Optional<String> purpose) {
        this.purpose = purpose;
    }

    /** Tells whether it may issue others. */
    boolean isAuthority() {
        return purpose.isEmpty();
    }

    /** Returns what its extended key usage says, an object identifier; a CA has none. */
    Optional<String> purpose() {
        return purpose;
    }

    /** Returns its key usage, as the bits of Bouncy Castle. */
    int keyUsage() {
        return isAuthority()
                ? KeyUsage.keyCertSign | KeyUsage.cRLSign | KeyUsage.digitalSignature | KeyUsage.nonRepudiation
                : KeyUsage.digitalSignature | KeyUsage.keyEncipherment;
    }
}
